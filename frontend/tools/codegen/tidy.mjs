// Committed files name no package registry: the generator's comments link to one.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = process.env.TSUNAGU_OPENAPI_OUT ?? new URL('../../src/api/generated', import.meta.url).pathname;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
  const path = `${entry.parentPath ?? entry.path}/${entry.name}`;
  const text = readFileSync(path, 'utf8');
  const tidy = text.replace(/\{@link https:\/\/www\.npmjs\.com\/\S+ (`[^`]+`)\}/g, '$1');
  if (tidy !== text) writeFileSync(path, tidy);
}
