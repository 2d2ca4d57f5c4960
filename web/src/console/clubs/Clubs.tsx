import { PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Select } from 'antd';
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { ClubStatus } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { DeskClubsDocument } from './clubs.gen';
import { CLUB_STATUSES, CLUB_TONES } from './words';

const FoundModal = dialog(() => import('./FoundModal'));

/** What residents do together: which clubs there are, and how alive each is. */
export default function Clubs() {
  const { t } = useTranslation('clubs');
  const may = useMay();
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [q, setQ] = useQueryStates({ status: parseAsStringLiteral(CLUB_STATUSES), leaderless: parseAsBoolean.withDefault(false) }, { history: 'push' });
  const [isFounding, setIsFounding] = useState(false);
  const reading = useData(DeskClubsDocument, { ...paging.variables, filter: { communityId, status: q.status, isLeaderless: q.leaderless || null, isMine: false } });
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  return (
    <Page title={t('title')} lead={t('lead')} acts={may('clubs:found') && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsFounding(true)}>{t('found')}</Button>}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { change({}); void setId(id); }} />
          <Select aria-label={t('status')} style={{ width: 130 }} value={q.status ?? ''} onChange={(status) => change({ status: (status || null) as ClubStatus | null })} options={[{ value: '', label: t('allStatuses') }, ...CLUB_STATUSES.map((one) => ({ value: one, label: t(`statuses.${one}`) }))]} />
          <Checkbox checked={q.leaderless} onChange={(event) => change({ leaderless: event.target.checked || null })}>{t('leaderless')}</Checkbox>
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.clubs}
          paging={paging}
          width={980}
          empty={<Nothing title={t('empty')} hint={t('emptyHint')} />}
          columns={[
            { title: t('name'), render: (_, row) => <span className="who"><Link to={`/clubs/${row.id}`}>{row.name}</Link><small>{row.about}</small></span> },
            { title: t('community'), width: 160, ellipsis: true, render: (_, row) => row.community?.name },
            { title: t('members'), width: 90, align: 'right', render: (_, row) => <span className="num">{row.membersCount}</span> },
            { title: t('lately'), width: 230, render: (_, row) => (row.health ? <span className="who"><span className="num">{t('eventsOf', { count: row.health.events, people: row.health.activeMembers ?? 0 })}</span>{row.health.lastEventAt && <small>{t('lastOn', { date: date(row.health.lastEventAt) })}</small>}</span> : <span className="muted">{t('noEventYet')}</span>) },
            { title: t('hours'), width: 130, align: 'right', render: (_, row) => <span className="num">{t('hoursOf', { count: row.spaceHours })}</span> },
            { title: t('status'), width: 110, render: (_, row) => <Tag tone={CLUB_TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
          ]}
        />
      </section>
      <FoundModal open={isFounding} communities={communities} onClose={() => setIsFounding(false)} />
    </Page>
  );
}
