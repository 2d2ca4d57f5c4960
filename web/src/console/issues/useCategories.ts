/** The types of issues, for choosing among them. */
import { useData } from '../../core/data/useData';
import { useNameOf } from '../../core/useNameOf';
import { IssueCategoriesDocument } from './issues.gen';

export function useCategories() {
  const nameOf = useNameOf();
  const reading = useData(IssueCategoriesDocument, {}, { policy: 'cache-first' });
  const found = reading.kind === 'data' ? reading.data.issueCategories.edges.map((edge) => edge.node) : [];
  return { nameOf, options: found.map((one) => ({ value: one.id, label: nameOf(one) })) };
}
