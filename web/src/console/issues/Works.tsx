import { App, Button, Switch } from 'antd';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { now, timeSpan } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { useCategories } from './useCategories';
import { CancelWorksDocument, PlannedWorksDocument, type WorksRowFragment } from './works.gen';

const AnnounceModal = dialog(() => import('./AnnounceModal'));

/** What residents are told of before the water is off: works that are planned, and those that are over. */
export default function Works() {
  const { t } = useTranslation('issues');
  const may = useMay();
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [withPast, setWithPast] = useQueryState('past', parseAsBoolean.withDefault(false).withOptions({ history: 'push' }));
  const [isAnnouncing, setIsAnnouncing] = useState(false);
  const reading = useData(PlannedWorksDocument, { ...paging.variables, filter: { communityId, withPast } });
  return (
    <Page title={t('works.title')} lead={t('works.lead')} acts={may('issues:announce_works') && <Button type="primary" onClick={() => setIsAnnouncing(true)}>{t('works.announce')}</Button>}>
      <section className="card flush" aria-label={t('works.title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <CommunitySelect communities={communities} value={communityId} onChange={(one) => { paging.first(); void setId(one); }} />
          <span className="grow" />
          <label className="acts"><Switch size="small" checked={withPast} onChange={(is) => { paging.first(); void setWithPast(is || null); }} /> {t('works.withPast')}</label>
        </div>
        <States of={reading} isEmpty={(data) => data.plannedWorks.edges.length === 0} empty={<Nothing title={t('works.none')} hint={t('works.noneHint')} />}>
          {(data) => (
            <>
              <ul className="plain-list rows" style={{ padding: '0 20px' }}>{data.plannedWorks.edges.map(({ node }) => <Line key={node.id} of={node} again={reading.again} />)}</ul>
              <Pager paging={paging} found={data.plannedWorks} />
            </>
          )}
        </States>
      </section>
      <AnnounceModal open={isAnnouncing} communities={communities} communityId={communityId} onClose={() => setIsAnnouncing(false)} onDone={reading.again} />
    </Page>
  );
}

function Line({ of, again }: { of: WorksRowFragment; again: () => void }) {
  const { t } = useTranslation('issues');
  const { nameOf } = useCategories();
  const may = useMay();
  const { message, modal } = App.useApp();
  const [cancel] = useAct(CancelWorksDocument);
  const at = now().getTime();
  const state = of.cancelledAt ? 'off' : Date.parse(of.endsAt) < at ? 'over' : Date.parse(of.startsAt) <= at ? 'now' : 'ahead';
  const ask = (): void =>
    void modal.confirm({
      title: t('works.cancelOf', { title: of.title }),
      content: t('works.cancelHint'),
      okText: t('works.cancel'),
      okButtonProps: { danger: true },
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await cancel({ input: { worksId: of.id } });
        void (outcome.ok ? message.success(t('works.cancelled')) : message.error(outcome.problem.message));
        again();
      },
    });
  return (
    <li>
      <span className="who grow">
        <b>{of.title}</b>
        <small className="num">{[of.community?.name, of.building?.name, timeSpan(of.startsAt, of.endsAt)].filter(Boolean).join(' · ')}</small>
        <small style={{ whiteSpace: 'pre-line' }}>{of.text}</small>
        {of.category && <small><Link to={`/issues?category=${encodeURIComponent(of.category.id)}`}>{t('works.explains', { category: nameOf(of.category) })}</Link></small>}
      </span>
      <Tag tone={state === 'now' ? 'warn' : state === 'ahead' ? 'cold' : 'plain'}>{t(`works.states.${state}`)}</Tag>
      {(state === 'ahead' || state === 'now') && may('issues:announce_works') && <Button size="small" danger onClick={ask}>{t('works.cancel')}</Button>}
    </li>
  );
}
