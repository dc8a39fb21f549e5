// Writes src/app/routeTree.gen.ts from src/routes without a build, for the type-check right after a route was added.
import { Generator, getConfig } from '@tanstack/router-generator';

const root = new URL('..', import.meta.url).pathname;
const config = getConfig(
  {
    target: 'react',
    routesDirectory: './src/routes',
    generatedRouteTree: './src/app/routeTree.gen.ts',
    routeFileIgnorePattern: '\\.test\\.',
    quoteStyle: 'single',
    semicolons: true,
  },
  root,
);
await new Generator({ config, root }).run();
