/** The types of issues, for choosing among them. */
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { IssueCategoriesDocument } from './issues.gen';

export function useCategories() {
  const { i18n } = useTranslation();
  const reading = useData(IssueCategoriesDocument, {}, { policy: 'cache-first' });
  const nameOf = (category: { nameZh: string; nameEn: string } | null | undefined): string => (category ? (i18n.language === 'en' ? category.nameEn : category.nameZh) : '');
  const found = reading.kind === 'data' ? reading.data.issueCategories.edges.map((edge) => edge.node) : [];
  return { nameOf, options: found.map((one) => ({ value: one.id, label: nameOf(one) })) };
}
