/** The words of a face: one namespace a feature, found by its files; the language that is wanted comes, and no other. */
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import sharedWords from './words/zh-CN.json';

export type Lang = 'zh-CN' | 'en';
type Words = Record<string, unknown>;
/** By path, as import.meta.glob finds them: `./housing/zh-CN.json`. */
export type Found = Record<string, () => Promise<{ default: Words }>>;

const KEPT = 'xinju.lang';
const files: Record<Lang, Map<string, () => Promise<{ default: Words }>>> = {
  'zh-CN': new Map([['shared', async () => ({ default: sharedWords })]]),
  en: new Map([['shared', () => import('./words/en.json')]]),
};

const folderOf = (path: string): string => path.split('/').at(-2) ?? '';

function wanted(): Lang {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return navigator.language.startsWith('en') ? 'en' : 'zh-CN';
}

async function fetchWords(lang: Lang): Promise<void> {
  const found = await Promise.all([...files[lang]].map(async ([name, load]) => [name, (await load()).default] as const));
  for (const [name, words] of found) i18n.addResourceBundle(lang, name, words);
}

/** Begin with the words of a face, in the language that was chosen before, or the browser's. */
export async function beginWords(chinese: Found, english: Found): Promise<void> {
  for (const [path, load] of Object.entries(chinese)) files['zh-CN'].set(folderOf(path), load);
  for (const [path, load] of Object.entries(english)) files.en.set(folderOf(path), load);
  const lang = wanted();
  await i18n.use(initReactI18next).init({
    lng: lang,
    fallbackLng: false,
    defaultNS: 'shared',
    ns: [...files[lang].keys()],
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
    showSupportNotice: false,
  } as never);
  await fetchWords(lang);
  document.documentElement.lang = lang;
}

/** Change the language, and keep the choice. */
export async function speak(lang: Lang): Promise<void> {
  await fetchWords(lang);
  localStorage.setItem(KEPT, lang);
  document.documentElement.lang = lang;
  await i18n.changeLanguage(lang);
}

export { i18n };
