import { useTranslation } from 'react-i18next';

/** What a service is called in the language that is read. */
export function useItemName(): (item: { nameZh: string; nameEn: string }) => string {
  const { i18n } = useTranslation();
  return (item) => (i18n.language === 'en' ? item.nameEn : item.nameZh);
}
