/** The words of a face: one namespace a feature, found by its files; Chinese at once, English when it is wanted. */
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import sharedWords from './words/zh-CN.json';

export type Lang = 'zh-CN' | 'en';
type Words = Record<string, unknown>;
/** By path, as import.meta.glob finds them: `./housing/zh-CN.json`. */
export type Found = Record<string, { default: Words }>;
export type Late = Record<string, () => Promise<{ default: Words }>>;

const KEPT = 'xinju.lang';
const english = new Map<string, () => Promise<{ default: Words }>>([['shared', () => import('./words/en.json')]]);

const folderOf = (path: string): string => path.split('/').at(-2) ?? '';

function wanted(): Lang {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return navigator.language.startsWith('en') ? 'en' : 'zh-CN';
}

/** Begin with the words of a face, in the language that was chosen before, or the browser's. */
export async function beginWords(chinese: Found, later: Late): Promise<void> {
  const words: Record<string, Words> = { shared: sharedWords };
  for (const [path, file] of Object.entries(chinese)) words[folderOf(path)] = file.default;
  for (const [path, load] of Object.entries(later)) english.set(folderOf(path), load);
  await i18n.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    defaultNS: 'shared',
    ns: Object.keys(words),
    resources: { 'zh-CN': words } as never,
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
    showSupportNotice: false,
  } as never);
  if (wanted() === 'en') await speak('en');
  else document.documentElement.lang = 'zh-CN';
}

/** Change the language, and keep the choice. */
export async function speak(lang: Lang): Promise<void> {
  if (lang === 'en') {
    const files = await Promise.all([...english].map(async ([name, load]) => [name, (await load()).default] as const));
    for (const [name, words] of files) i18n.addResourceBundle('en', name, words);
  }
  localStorage.setItem(KEPT, lang);
  document.documentElement.lang = lang;
  await i18n.changeLanguage(lang);
}

export { i18n };
