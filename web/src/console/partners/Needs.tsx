import { Button, Select } from 'antd';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { NeedFilter, NeedStatus, ResourceKind } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import type { PartnerAct, Wanted } from './ActModals';
import { NeedsDocument } from './partners.gen';
import { NEED_STATUSES, NEED_TONES, RESOURCE_KINDS } from './words';

const NEXT: Readonly<Record<NeedStatus, readonly PartnerAct[]>> = { PROPOSED: ['accept', 'withdrawNeed'], OPEN: ['claim', 'withdrawNeed'], CLAIMED: ['deliver', 'giveBack'], DELIVERED: ['confirm', 'giveBack'], CONFIRMED: [], WITHDRAWN: [] };

export function Needs({ onAct }: { onAct: (wanted: Wanted) => void }) {
  const { t } = useTranslation('partners');
  const may = useMay();
  const paging = usePaging();
  const { communities, id, setId } = useCommunityFilter();
  const [q, setQ] = useQueryStates({ status: parseAsStringLiteral(NEED_STATUSES), kind: parseAsStringLiteral(RESOURCE_KINDS) }, { history: 'push' });
  const filter: Partial<NeedFilter> = { communityId: id, status: q.status, kind: q.kind, isMine: false };
  const reading = useData(NeedsDocument, { ...paging.variables, filter: filter as NeedFilter });
  return (
    <section className="card flush" aria-label={t('tabs.needs')}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <CommunitySelect communities={communities} value={id} onChange={(next) => { paging.first(); void setId(next); }} />
        <Select aria-label={t('status')} style={{ width: 130 }} value={q.status ?? ''} onChange={(status) => { paging.first(); void setQ({ status: (status || null) as NeedStatus | null }); }} options={[{ value: '', label: t('allStatuses') }, ...NEED_STATUSES.map((value) => ({ value, label: t(`needStatuses.${value}`) }))]} />
        <Select aria-label={t('kind')} style={{ width: 130 }} value={q.kind ?? ''} onChange={(kind) => { paging.first(); void setQ({ kind: (kind || null) as ResourceKind | null }); }} options={[{ value: '', label: t('allKinds') }, ...RESOURCE_KINDS.map((value) => ({ value, label: t(`resourceKinds.${value}`) }))]} />
      </div>
      <ConnectionTable
        label={t('tabs.needs')}
        of={reading}
        connection={(data) => data.needs}
        paging={paging}
        width={960}
        empty={<Nothing title={t('noNeeds')} hint={t('noNeedsHint')} />}
        columns={[
          { title: t('need'), render: (_, row) => <span className="who"><b>{row.title}</b><small>{[row.details, row.isFromResident && t('fromResident')].filter(Boolean).join(' · ')}</small></span> },
          { title: t('kind'), width: 100, render: (_, row) => t(`resourceKinds.${row.kind}`) },
          { title: t('community'), width: 150, ellipsis: true, render: (_, row) => row.community?.name },
          { title: t('wantedOn'), width: 150, render: (_, row) => row.wantedOn && <span className="num">{date(row.wantedOn)}</span> },
          { title: t('claimedBy'), width: 180, ellipsis: true, render: (_, row) => row.claims.findLast((one) => one.status !== 'RETURNED')?.partner?.name },
          { title: t('status'), width: 110, render: (_, row) => <Tag tone={NEED_TONES[row.status]}>{t(`needStatuses.${row.status}`)}</Tag> },
          { title: <span className="unseen">{t('shared:act.more')}</span>, width: 170, render: (_, row) => may('partners:match') && <span className="acts">{NEXT[row.status].filter((act) => act !== 'confirm' || !row.isFromResident).map((act) => <Button key={act} size="small" onClick={() => onAct({ act, id: row.id, name: row.title })}>{t(`do.${act}`)}</Button>)}</span> },
        ]}
      />
    </section>
  );
}
