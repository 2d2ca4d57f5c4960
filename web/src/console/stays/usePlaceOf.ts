import { useTranslation } from 'react-i18next';
import type { StayRowFragment } from './stays.gen';

/** A stay's place in words. */
export function usePlaceOf(): (stay: Pick<StayRowFragment, 'unit' | 'bed'>) => string {
  const { t } = useTranslation('stays');
  return ({ unit, bed }) => [unit?.building?.name, unit?.number, bed ? t('bedOf', { label: bed.label }) : t('wholeUnit')].filter(Boolean).join(' ');
}
