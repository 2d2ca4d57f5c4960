import type { CodegenConfig } from '@graphql-codegen/cli';

const shared = {
  useTypeImports: true,
  enumsAsTypes: true,
  strictScalars: true,
  onlyOperationTypes: true,
  scalars: { DateTime: 'string', Date: 'string', Time: 'string', ID: 'string', Decimal: 'string', UUID: 'string', JSON: 'unknown' },
};

/** Types and documents beside each `.graphql` file. They are made before every build and check, and never committed. */
const config: CodegenConfig = {
  schema: '../graphql_schema/schema.graphql',
  documents: ['src/**/*.graphql'],
  generates: {
    'src/core/schema.gen.ts': { plugins: ['typescript'], config: shared },
    'src/': {
      preset: 'near-operation-file',
      presetConfig: { extension: '.gen.ts', baseTypesPath: 'core/schema.gen.ts' },
      plugins: ['typescript-operations', 'typed-document-node'],
      config: { ...shared, documentMode: 'documentNode', optimizeDocumentNode: true, dedupeFragments: true, nonOptionalTypename: true, skipTypeNameForRoot: true },
    },
  },
};
export default config;
