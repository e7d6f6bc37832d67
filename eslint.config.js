import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules', '.harrier', 'fixtures/range/sites/**', 'console/web/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // Mocha's suites and chai's property assertions are expressions and unbound functions by design.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly', require: 'readonly', module: 'writable' } },
  },
  {
    // Scripts that run inside a visited page.
    files: ['crawler/page/**/*.js', 'test/crawler/person/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: { window: 'readonly', document: 'readonly', location: 'readonly', navigator: 'readonly', self: 'readonly', Node: 'readonly', NodeFilter: 'readonly', getComputedStyle: 'readonly', Element: 'readonly', MutationObserver: 'readonly', Blob: 'readonly', OffscreenCanvas: 'readonly', createImageBitmap: 'readonly', atob: 'readonly' },
    },
  },
  {
    // A page that asks for everything a browser has.
    files: ['test/crawler/person/*.js'],
    rules: { 'no-undef': 'off', 'no-unused-expressions': 'off' },
  },
);
