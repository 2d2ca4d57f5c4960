import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { DayStatus, ResponsibilityDayFilter } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import type { PartnerAct, Wanted } from './ActModals';
import { ResponsibilityDaysDocument } from './partners.gen';
import { DAY_TONES } from './words';

const NEXT: Readonly<Record<DayStatus, readonly PartnerAct[]>> = { OPEN: ['claimDay', 'cancelDay'], CLAIMED: ['logDay', 'cancelDay'], LOGGED: [], CANCELLED: [] };

export function Days({ onAct }: { onAct: (wanted: Wanted) => void }) {
  const { t } = useTranslation('partners');
  const may = useMay();
  const paging = usePaging();
  const { communities, id, setId } = useCommunityFilter();
  const filter: Partial<ResponsibilityDayFilter> = { communityId: id };
  const reading = useData(ResponsibilityDaysDocument, { ...paging.variables, filter: filter as ResponsibilityDayFilter });
  return (
    <section className="card flush" aria-label={t('tabs.days')}>
      {communities.length > 1 && <div className="filters" role="search" aria-label={t('shared:list.filters')}><CommunitySelect communities={communities} value={id} onChange={(next) => { paging.first(); void setId(next); }} /></div>}
      <ConnectionTable
        label={t('tabs.days')}
        of={reading}
        connection={(data) => data.responsibilityDays}
        paging={paging}
        empty={<Nothing title={t('noDays')} hint={t('noDaysHint')} />}
        columns={[
          { title: t('heldOn'), width: 150, render: (_, row) => <b className="num">{date(row.heldOn)}</b> },
          { title: t('topic'), render: (_, row) => <span className="who"><b>{row.topic}</b><small>{[row.community?.name, row.place].filter(Boolean).join(' · ')}</small></span> },
          { title: t('partner'), width: 180, ellipsis: true, render: (_, row) => row.partner?.name ?? <span className="muted">{t('nobody')}</span> },
          { title: t('came'), width: 220, ellipsis: true, render: (_, row) => (row.servedCount == null ? null : t('served', { count: row.servedCount, outcome: row.outcome ?? '' })) },
          { title: t('status'), width: 100, render: (_, row) => <Tag tone={DAY_TONES[row.status]}>{t(`dayStatuses.${row.status}`)}</Tag> },
          { title: <span className="unseen">{t('shared:act.more')}</span>, width: 170, render: (_, row) => may('partners:run_days') && <span className="acts">{NEXT[row.status].map((act) => <Button key={act} size="small" onClick={() => onAct({ act, id: row.id, name: row.topic })}>{t(`do.${act}`)}</Button>)}</span> },
        ]}
      />
    </section>
  );
}
