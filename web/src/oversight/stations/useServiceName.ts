import { useTranslation } from 'react-i18next';

/** What a service is called in the language of the reader. */
export function useServiceName() {
  const { i18n, t } = useTranslation('stations');
  return (service: { nameZh: string; nameEn: string } | null | undefined): string => (service ? (i18n.language === 'en' ? service.nameEn : service.nameZh) : t('unknown'));
}
