import { useTranslation } from 'react-i18next';

/** The name of what is named in both languages, in the one that is read; '' for nothing. */
export function useNameOf(): (named: { nameZh: string; nameEn: string } | null | undefined) => string {
  const { i18n } = useTranslation();
  return (named) => (named ? (i18n.language === 'en' ? named.nameEn : named.nameZh) : '');
}
