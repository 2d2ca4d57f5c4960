/** Rules that many forms share. */
import { useTranslation } from 'react-i18next';
import type { Rule } from 'antd/es/form';

export function useRules() {
  const { t } = useTranslation();
  return {
    needed: (label: string): Rule[] => [{ required: true, whitespace: true, message: t('error.required', { label }) }],
    chosen: (label: string): Rule[] => [{ required: true, message: t('error.choose', { label }) }],
  };
}
