import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import type { OverseenActivityFilter, OverseenActivityKind } from '../../core/schema.gen';
import { Choice } from '../../desk/Choice';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { ActivityRows } from '../communities/ActivityRows';
import { OverseenActivitiesDocument } from '../communities/communities.gen';

const KINDS: readonly OverseenActivityKind[] = ['PARTY_MEETING', 'PARTY_ACTIVITY', 'CLUB_EVENT', 'COUNCIL'];

/** Everything that went on in the communities in care, of whatever kind. */
export default function Activities() {
  const { t } = useTranslation('meetings');
  const paging = usePaging();
  const [kind, setKind] = useQueryState('what', parseAsStringLiteral(KINDS));
  const filter: Partial<OverseenActivityFilter> = { kinds: kind ? [kind] : [] };
  const reading = useData(OverseenActivitiesDocument, { ...paging.variables, filter: filter as OverseenActivityFilter });
  return (
    <section className="card flush" aria-label={t('activities')}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <Choice label={t('kind')} all={t('allKinds')} value={kind} options={KINDS.map((value) => ({ value, label: t(`activityKinds.${value}`) }))} choose={(next) => { paging.first(); void setKind(next); }} />
      </div>
      <States of={reading} rows={6} isEmpty={(data) => data.oversight.activities.totalCount === 0} empty={<Nothing title={t('none')} hint={null} />}>
        {({ oversight: { activities } }) => (
          <>
            <ActivityRows of={activities.edges.map((edge) => edge.node)} label={t('activities')} />
            <Pager paging={paging} found={activities} />
          </>
        )}
      </States>
    </section>
  );
}
