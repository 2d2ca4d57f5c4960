import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { FOREVER, date, isoDay } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { BuildingName } from './BuildingPicker';
import { GridDocument, type GridQuery } from './grids.gen';
import { GridTable, useCounts } from './GridTable';

const GridModal = dialog(() => import('./GridModal'));
const MemberModal = dialog(() => import('./MemberModal'));
const CoverModal = dialog(() => import('./CoverModal'));
const EndModal = dialog(() => import('./EndModal'));

export type GridFound = Extract<NonNullable<GridQuery['node']>, { __typename: 'Grid' }>;
/** What is to end, and how it is called. */
export type Ending = { what: 'grid' } | { what: 'member'; member: GridFound['members'][number] } | { what: 'coverage'; coverage: GridFound['coverages'][number]; name: string };
type Open = 'beneath' | 'member' | 'cover' | null;

/** One grid: where it stands in its tree, who serves in it, what it covers. */
export default function Grid() {
  const { t } = useTranslation('grids');
  const { id = '' } = useParams();
  const reading = useData(GridDocument, { id });
  const found = reading.kind === 'data' && reading.data.node?.__typename === 'Grid' ? reading.data.node : null;
  const [open, setOpen] = useState<Open>(null);
  const [ending, setEnding] = useState<Ending | null>(null);
  const above = [found?.parent?.parent?.parent, found?.parent?.parent, found?.parent].filter((one) => one != null).map((one) => ({ to: `/grids/${one.id}`, label: one.name }));
  const done = (): void => {
    setOpen(null);
    setEnding(null);
    reading.again();
  };
  return (
    <Page
      title={found?.name ?? t('title')}
      lead={found && `${found.code} · ${t(`kinds.${found.kind}`)}`}
      crumbs={[{ to: '/grids', label: t('title') }, ...above]}
      acts={found && <><Button danger onClick={() => setEnding({ what: 'grid' })}>{t('end')}</Button><Button icon={<PlusOutlined />} onClick={() => setOpen('beneath')}>{t('createBeneath')}</Button></>}
    >
      <States of={reading} rows={10} isEmpty={() => !found}>
        {() => found && (
          <div className="stack">
            <Facts of={found} />
            <Members of={found} add={() => setOpen('member')} end={setEnding} />
            <Covers of={found} add={() => setOpen('cover')} end={setEnding} />
            <section className="card flush" aria-label={t('beneath')}>
              <div className="card-head"><h2>{t('beneath')}</h2></div>
              <GridTable label={t('beneath')} filter={{ parentId: found.id }} empty={t('noBeneath')} hint={null} />
            </section>
            {open === 'beneath' && <GridModal above={found} onClose={() => setOpen(null)} />}
            {open === 'member' && <MemberModal grid={found} onClose={() => setOpen(null)} onDone={done} />}
            {open === 'cover' && <CoverModal grid={found} onClose={() => setOpen(null)} onDone={done} />}
            {ending && <EndModal grid={found} of={ending} onClose={() => setEnding(null)} onDone={done} />}
          </div>
        )}
      </States>
    </Page>
  );
}

function Facts({ of }: { of: GridFound }) {
  const { t } = useTranslation('grids');
  const counts = useCounts();
  return (
    <section className="card" aria-label={of.name}>
      <dl className="facts">
        <dt>{t('level')}</dt><dd><Tag tone="accent">{t(`levels.${of.level}`)}</Tag></dd>
        {of.partyBody && <><dt>{t('partyBody')}</dt><dd>{of.partyBody}</dd></>}
        <dt>{t('startsOn')}</dt><dd className="num">{date(of.startsOn)}</dd>
        {of.endsOn !== FOREVER && <><dt>{t('until')}</dt><dd className="num">{date(of.endsOn)}</dd></>}
        <dt>{t('counts')}</dt><dd className="num">{counts(of)}</dd>
      </dl>
    </section>
  );
}

interface Part {
  of: GridFound;
  add: () => void;
  end: (what: Ending) => void;
}

function Members({ of, add, end }: Part) {
  const { t } = useTranslation('grids');
  return (
    <section className="card" aria-label={t('members')}>
      <div className="card-head"><h2 className="grow">{t('members')}</h2><Button icon={<PlusOutlined />} onClick={add}>{t('addMember')}</Button></div>
      {of.members.length === 0 && <Nothing title={t('noMembers')} hint={t('noMembersHint')} />}
      <ul className="plain-list rows">
        {of.members.map((member) => (
          <li key={member.id}>
            <Tag tone={member.role === 'HEAD' ? 'accent' : 'plain'}>{t(`roles.${member.role}`)}</Tag>
            <span className="who grow"><b>{member.name}</b><small>{[member.body, t('since', { date: date(member.startsOn) })].filter(Boolean).join(' · ')}</small></span>
            <Button type="text" danger aria-label={t('leaveOf', { name: member.name, grid: of.name })} onClick={() => end({ what: 'member', member })}>{t('leave')}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Covers({ of, add, end }: Part) {
  const { t } = useTranslation('grids');
  const lasting = of.coverages.filter((one) => one.endsOn > isoDay());
  return (
    <section className="card" aria-label={t('covers')}>
      <div className="card-head"><h2 className="grow">{t('covers')}</h2><Button icon={<PlusOutlined />} onClick={add}>{t('cover')}</Button></div>
      {lasting.length === 0 && <Nothing title={t('noCovers')} hint={t('noCoversHint')} />}
      <ul className="plain-list rows">
        {lasting.map((coverage) => {
          const name = coverage.community?.name ?? '';
          return (
            <li key={coverage.communityId + (coverage.buildingId ?? '')}>
              <span className="who grow"><b>{name}{coverage.buildingId && coverage.community && <> <BuildingName of={coverage.buildingId} within={coverage.community} /></>}</b><small>{[coverage.community?.operatorName, t('since', { date: date(coverage.startsOn) })].filter(Boolean).join(' · ')}</small></span>
              <Button type="text" danger aria-label={t('uncoverOf', { name, grid: of.name })} onClick={() => end({ what: 'coverage', coverage, name })}>{t('uncover')}</Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
