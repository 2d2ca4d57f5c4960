import { Button, Tabs } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { later } from '../../desk/later';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import type { Act } from './ClubModals';
import { DeskClubPageDocument, type DeskClubFragment } from './clubs.gen';
import { CLUB_TONES } from './words';

const ClubModals = dialog(() => import('./ClubModals'));
const Events = later(async () => ({ default: (await import('./Events')).Events }));
const Members = later(async () => ({ default: (await import('./Members')).Members }));
const TABS = ['members', 'events'] as const;

export default function Club() {
  const { t } = useTranslation('clubs');
  const { id = '' } = useParams();
  const reading = useData(DeskClubPageDocument, { id });
  if (reading.kind === 'data' && reading.data.club) return <Found club={reading.data.club} />;
  return (
    <Page title={t('title')} crumbs={[{ to: '/clubs', label: t('title') }]}>
      <section className="card"><States of={reading} isEmpty={() => true} empty={<Nothing title={t('gone')} />}>{() => null}</States></section>
    </Page>
  );
}

function Found({ club }: { club: DeskClubFragment }) {
  const { t } = useTranslation('clubs');
  const may = useMay();
  const paging = usePaging();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('members').withOptions({ history: 'push' }));
  const [asking, setAsking] = useState<Act | null>(null);
  const isAlive = club.status !== 'ARCHIVED';
  const facts = [club.community?.name, t('membersOf', { count: club.membersCount }), t(`modes.${club.joinMode}`), t('quotaOf', { count: club.spaceHours }), t('since', { date: date(club.createdAt) }), club.dormantAt && t('dormantSince', { date: date(club.dormantAt) })];
  const acts = isAlive && (
    <>
      {may('clubs:run') && <Button danger onClick={() => setAsking('archive')}>{t('archive')}</Button>}
      {may('clubs:set_quota') && <Button onClick={() => setAsking('quota')}>{t('quota')}</Button>}
      {may('clubs:run') && <Button onClick={() => setAsking('change')}>{t('change')}</Button>}
    </>
  );
  return (
    <Page title={club.name} lead={<>{facts.filter(Boolean).join(' · ')} <Tag tone={CLUB_TONES[club.status]}>{t(`statuses.${club.status}`)}</Tag></>} crumbs={[{ to: '/clubs', label: t('title') }]} acts={acts}>
      {club.about && <p className="muted" style={{ marginTop: 0 }}>{club.about}</p>}
      <Tabs
        activeKey={tab}
        onChange={(key) => { paging.first(); void setTab(key as (typeof TABS)[number]); }}
        destroyOnHidden
        items={[
          { key: 'members', label: t('tabs.members'), children: <Members clubId={club.id} isAlive={isAlive} /> },
          { key: 'events', label: t('tabs.events'), children: <Events club={club} /> },
        ]}
      />
      <ClubModals club={club} asking={asking} onClose={() => setAsking(null)} />
    </Page>
  );
}
