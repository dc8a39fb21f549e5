import { defineConfig } from '@hey-api/openapi-ts';

// TSUNAGU_OPENAPI lets the generator be tried on another document; the committed output always comes from the contract.
export default defineConfig({
  input: process.env.TSUNAGU_OPENAPI ?? '../../../openapi.yaml',
  output: {
    path: process.env.TSUNAGU_OPENAPI_OUT ?? '../../src/api/generated',
    clean: true,
  },
  parser: {
    patch: {
      // client.ts sends these itself, so no caller has to.
      parameters: {
        ifMatch: (parameter) => {
          parameter.required = false;
        },
        tsunaguRequestParam: (parameter) => {
          parameter.required = false;
        },
      },
    },
  },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true, baseUrl: false },
    { name: '@hey-api/typescript' },
    { name: '@hey-api/sdk' },
    { name: 'zod' },
    { name: '@tanstack/react-query', queryKeys: { tags: true } },
  ],
  telemetry: false,
});
