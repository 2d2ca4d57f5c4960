import { Select } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import type { NoticeFilter } from '../../core/schema.gen';

const SHOWN = ['open', 'overdue', 'replied', 'risen', 'closed', 'all'] as const;
const FILTERS: Record<(typeof SHOWN)[number], Partial<NoticeFilter>> = {
  open: { states: ['ISSUED', 'RETURNED', 'REPLIED'] },
  overdue: { overdueOnly: true },
  replied: { states: ['REPLIED'] },
  risen: { risenOnly: true },
  closed: { states: ['CLOSED', 'WITHDRAWN'] },
  all: {},
};

/** Which notices the address asks for. */
export function useNoticeFilter() {
  const [shown, setShown] = useQueryState('show', parseAsStringLiteral(SHOWN).withDefault('open'));
  return { shown, setShown, filter: { states: [], overdueOnly: false, risenOnly: false, ...FILTERS[shown] } };
}

export function NoticeSelect({ shown, choose }: { shown: (typeof SHOWN)[number]; choose: (shown: (typeof SHOWN)[number]) => void }) {
  const { t } = useTranslation('notices');
  return <Select aria-label={t('show')} value={shown} onChange={choose} style={{ minWidth: 160 }} options={SHOWN.map((value) => ({ value, label: t(`shows.${value}`) }))} />;
}
