import { Tabs } from 'antd';
import { LockOutlined } from '@ant-design/icons';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '../../../core/auth/useSession';
import { useData } from '../../../core/data/useData';
import { date } from '../../../core/format';
import { later } from '../../../desk/later';
import { Page } from '../../../desk/Page';
import { Nothing, States } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import { GroupPageDocument, type GroupWholeFragment } from './groups.gen';
import { GroupCourse } from './GroupCourse';
import '../../casework/casework.css';
import '../station.css';

const Approvals = later(() => import('./Approvals'));
const Log = later(async () => ({ default: (await import('./Log')).Log }));
const Members = later(() => import('./Members'));
const Reads = later(async () => ({ default: (await import('./Log')).Reads }));
const Sessions = later(() => import('./Sessions'));
const TABS = ['sessions', 'members', 'approvals', 'log', 'reads'] as const;
export type Inside = GroupWholeFragment & { content: NonNullable<GroupWholeFragment['content']> };

export default function Group() {
  const { t } = useTranslation('station');
  const { id = '' } = useParams();
  const reading = useData(GroupPageDocument, { id });
  if (reading.kind === 'data' && reading.data.node?.__typename === 'StationGroup') return <Found of={reading.data.node} again={reading.again} />;
  return (
    <Page title={t('group.one')} crumbs={[{ to: '/station-groups', label: t('group.title') }]}>
      <section className="card"><States of={reading} isEmpty={() => true} empty={<Nothing title={t('group.missing')} hint={t('group.missingHint')} />}>{() => null}</States></section>
    </Page>
  );
}

function Found({ of, again }: { of: GroupWholeFragment; again: () => void }) {
  const { t } = useTranslation('station');
  const may = useMay();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('sessions').withOptions({ history: 'push' }));
  const lead = <span className="acts" style={{ alignItems: 'center' }}><span>{[of.leader?.name, t(`areas.${of.area}`), of.community?.name].filter(Boolean).join(' · ')}</span>{of.status === 'CLOSED' && <Tag>{t('group.states.CLOSED')}</Tag>}</span>;
  const content = of.content;
  const inside = content ? { ...of, content } : null;
  return (
    <Page title={of.title} lead={lead} crumbs={[{ to: '/station-groups', label: t('group.title') }]}>
      <GroupCourse of={of} again={again} />
      {!inside || !content ? (
        <section className="card sealed" aria-label={t('group.closedToYou')} style={{ marginTop: 16 }}><LockOutlined aria-hidden /><h2 style={{ margin: 0, fontSize: 17 }}>{t('group.closedToYou')}</h2><p>{t('group.closedToYouHint')}</p></section>
      ) : (
        <div className="columns" style={{ marginTop: 16 }}>
          <section className="card" aria-label={t('group.one')}>
            <Tabs
              activeKey={tab}
              onChange={(next) => void setTab(next as (typeof TABS)[number])}
              destroyOnHidden
              items={[
                { key: 'sessions', label: t('group.tabs.sessions'), children: <Sessions of={inside} again={again} /> },
                { key: 'members', label: t('group.tabs.members'), children: <Members of={inside} again={again} /> },
                { key: 'approvals', label: t('group.tabs.approvals'), children: <Approvals of={inside} again={again} /> },
                { key: 'log', label: t('group.tabs.log'), children: <Log id={of.id} /> },
                ...(may('casework:supervise') ? [{ key: 'reads', label: t('group.tabs.reads'), children: <Reads id={of.id} /> }] : []),
              ]}
            />
          </section>
          <div className="stack">
            <section className="card" aria-label={t('group.aim')}><div className="card-head"><h2>{t('group.aim')}</h2></div><p className="words">{content.aim ?? t('group.gone')}</p></section>
            {content.outcome && <section className="card" aria-label={t('group.outcome')}><div className="card-head"><h2>{t('group.outcome')}</h2></div><p className="words">{content.outcome}</p></section>}
            <section className="card" aria-label={t('group.facts')}>
              <div className="card-head"><h2>{t('group.facts')}</h2></div>
              <dl className="facts">
                <dt>{t('station')}</dt><dd>{of.station?.name}</dd>
                <dt>{t('group.leader')}</dt><dd>{of.leader?.name}</dd>
                <dt>{t('group.openedOn')}</dt><dd className="num">{date(of.openedAt)}</dd>
                {of.closedAt && <><dt>{t('group.closedOn')}</dt><dd className="num">{date(of.closedAt)}</dd></>}
                <dt>{t('group.tabs.members')}</dt><dd className="num">{t('group.filled', { count: content.members.filter((one) => !one.leftAt).length, capacity: of.capacity })}</dd>
                <dt>{t('group.tabs.sessions')}</dt><dd className="num">{content.sessions.length}</dd>
              </dl>
            </section>
          </div>
        </div>
      )}
    </Page>
  );
}
