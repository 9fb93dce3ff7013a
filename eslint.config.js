import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The editor's copy of the layer rules; `.dependency-cruiser.cjs` is the full set. */
const electronHint = {
  name: 'electron',
  message: 'Only src/main and src/preload may import electron: it throws in plain Node.',
};
const duckdbHint = {
  group: ['@duckdb/*'],
  message: 'DuckDB is known to src/core/db only: use Database from #core/db/database.ts.',
};

export default tseslint.config(
  {
    ignores: [
      'out/**',
      'dist/**',
      'coverage/**',
      'test-results/**',
      'playwright-report/**',
      'bench/.data/**',
      'bench/.peers/**',
      // AssemblyScript: looks like TypeScript, but has other types and rules. Its compiler checks it.
      'src/core/import/jmeter-csv/wasm/**',
      'src/core/heap/v8/wasm/**',
      'fixtures/k6/**',
      'fixtures/jmeter/**',
      'fixtures/gatling/**',
      'fixtures/locust/**',
      'fixtures/others/**',
      'fixtures/vegeta/**',
      'fixtures/hey/**',
      'fixtures/oha/**',
      'fixtures/profiles/**',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.shared.json', './tsconfig.tools.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  // Each file asks its own TypeScript project only: the others would have to be read before it is found.
  {
    files: [
      'src/{core,hosts,main,types}/**/*.ts',
      'src/shared/**/*.test.ts',
      'src/shared/**/testing/**/*.ts',
    ],
    ignores: ['src/types/universal.d.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.node.json' } },
  },
  {
    files: ['src/{renderer,preload,speedscope-bridge}/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { project: './tsconfig.web.json' } },
  },
  {
    files: ['src/{shared,core,hosts}/**/*.ts', 'src/main/engine-process.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [electronHint], patterns: [duckdbHint] }] },
  },
  {
    files: ['src/core/db/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [electronHint] }] },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'no-restricted-imports': [
        'error',
        {
          paths: [electronHint],
          patterns: [
            {
              group: ['#core/*', 'node:*', '**/main/**', '**/preload/**', '**/hosts/**'],
              message: 'The window knows #shared only; ask the engine through src/renderer/api.',
            },
          ],
        },
      ],
    },
  },
  {
    files: [
      'scripts/**/*.mjs',
      'bench/**/*.ts',
      'fixtures/**/*.{ts,mjs}',
      'src/hosts/**/*.ts',
      'e2e/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  { files: ['**/*.{js,cjs}'], ...tseslint.configs.disableTypeChecked },
);
