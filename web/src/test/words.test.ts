import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseSync, type ParserOptions } from 'rolldown/utils';
import { describe, expect, test } from 'vitest';

type Words = { [key: string]: string | Words };
type Node = { type: string; [part: string]: unknown };

const FACES = ['console', 'resident', 'oversight', 'board'];
const files = globSync('src/**/*.tsx').filter((path) => !path.endsWith('.test.tsx'));

const keysOf = (words: Words, before = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [before + key] : keysOf(value, `${before}${key}.`)));
const read = (path: string): Words => JSON.parse(readFileSync(path, 'utf8')) as Words;
const holesOf = (text: string): string[] => [...text.matchAll(/{{\s*(\w+)/g)].map((found) => found[1] ?? '').toSorted();
const valueOf = (words: Words, key: string): unknown => key.split('.').reduce<unknown>((at, part) => (at as Words | undefined)?.[part], words);

describe.each(globSync('src/**/zh-CN.json'))('%s', (path) => {
  const chinese = read(path);
  const english = read(path.replace('zh-CN.json', 'en.json'));
  test('says the same in English', () => {
    expect(keysOf(english).toSorted()).toEqual(keysOf(chinese).toSorted());
    for (const key of keysOf(chinese)) {
      expect([key, holesOf(String(valueOf(english, key)))]).toEqual([key, holesOf(String(valueOf(chinese, key)))]);
    }
  });
  test('is Chinese in Chinese', () => {
    const odd = keysOf(chinese).filter((key) => !/[\u4e00-\u9fff]/.test(String(valueOf(chinese, key))) && String(valueOf(chinese, key)) !== String(valueOf(english, key)));
    expect(odd.filter((key) => !/^app\.language$/.test(key))).toEqual([]);
  });
});

test('the modes of governance are named in one place', () => {
  const named = globSync('src/**/*.json').filter((path) => readFileSync(path, 'utf8').includes('SELF_GOVERNANCE_WITH_STATIONS'));
  expect(named.toSorted()).toEqual(['src/core/words/en.json', 'src/core/words/zh-CN.json']);
});

function* walk(node: unknown): Generator<Node> {
  if (Array.isArray(node)) for (const part of node) yield* walk(part);
  else if (node && typeof node === 'object' && typeof (node as Node).type === 'string') {
    yield node as Node;
    for (const part of Object.values(node)) if (part && typeof part === 'object') yield* walk(part);
  }
}

/** Attributes that people read or hear. */
const SEEN = /^(title|placeholder|alt|label|description|content|extra|okText|cancelText|aria-(label|description|roledescription|valuetext))$/;
const isWords = (text: string): boolean => /[A-Za-z\u4e00-\u9fff]{2,}/.test(text);

function literals(text: string, path: string): string[] {
  const options: ParserOptions = { lang: 'tsx' };
  const { program } = parseSync(path, text, options);
  const found: string[] = [];
  for (const node of walk(program)) {
    if (node.type === 'JSXText' && isWords(String(node.value))) found.push(String(node.value).trim());
    if (node.type !== 'JSXAttribute') continue;
    const name = String((node.name as Node).name);
    const value = node.value as Node | null;
    const shown = value?.type === 'JSXExpressionContainer' ? (value.expression as Node) : value;
    if (SEEN.test(name) && shown?.type === 'Literal' && typeof shown.value === 'string' && isWords(shown.value)) found.push(`${name}=${shown.value}`);
  }
  // Chinese outside of comments belongs into the words, wherever it stands.
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  for (const line of bare.split('\n')) if (/[\u4e00-\u9fff]/.test(line)) found.push(line.trim());
  return found;
}

test('the lint of literals sees what it should', () => {
  expect(literals('const A = () => <p>Hello there</p>;', 'a.tsx')).toEqual(['Hello there']);
  expect(literals('const A = () => <input aria-label="Name" />;', 'a.tsx')).toEqual(['aria-label=Name']);
  expect(literals("const A = () => <p>{ok ? '好的' : ''}</p>;", 'a.tsx')).toHaveLength(1);
  expect(literals("/* 房态图 */ const A = () => <p title={t('a.b')}>· {t('c')} ×</p>;", 'a.tsx')).toEqual([]);
});

test.each(files)('%s has no words of its own', (path) => {
  expect(literals(readFileSync(path, 'utf8'), path)).toEqual([]);
});

/** The namespaces that a file may use, by name: those of its face, or of every face where it is shared. */
function namespaces(path: string): Map<string, Words[]> {
  const face = FACES.find((one) => path.startsWith(`src/${one}/`));
  const known = new Map<string, Words[]>([['shared', [read('src/core/words/zh-CN.json')]]]);
  for (const file of globSync(`src/${face ?? '*'}/*/zh-CN.json`)) {
    const name = basename(dirname(file));
    if (name !== 'words') known.set(name, [...(known.get(name) ?? []), read(file)]);
  }
  return known;
}

test.each(globSync('src/**/*.{ts,tsx}').filter((path) => !/\.(gen|test)\.tsx?$/.test(path)))('%s uses words that exist', (path) => {
  const text = readFileSync(path, 'utf8');
  const known = namespaces(path);
  const own = /useTranslation\('(\w+)'\)/.exec(text)?.[1] ?? 'shared';
  const has = (key: string): boolean => {
    const [namespace, rest] = key.includes(':') ? (key.split(':') as [string, string]) : [own, key];
    const parts = rest.split('.');
    return (known.get(namespace) ?? []).some((words) => valueOf(words, rest) !== undefined || (parts.length > 0 && valueOf(words, `${rest}_other`) !== undefined));
  };
  const used = [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map((found) => found[1] ?? '');
  const chosen = [...text.matchAll(/\bt\(([^()'`]*?) \? '([^']+)' : '([^']+)'/g)].flatMap((found) => [found[2] ?? '', found[3] ?? '']);
  const named = [...text.matchAll(/'(\w+:[\w.]+)'/g)].map((found) => found[1] ?? '').filter((key) => known.has(key.split(':')[0] ?? '') && text.includes(`label: '${key}'`));
  expect([...used, ...chosen, ...named].filter((key) => key && !has(key))).toEqual([]);
});
