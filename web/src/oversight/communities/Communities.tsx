import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import type { GovernanceMode, OverseenCommunityFilter } from '../../core/schema.gen';
import { Choice } from '../../desk/Choice';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { CommunityFiltersDocument, OverseenCommunitiesDocument } from './communities.gen';
import { Matrix } from './Matrix';

const MODES: readonly GovernanceMode[] = ['COMMITTEE_OR_PREPARATORY_GROUP', 'MANAGED_BY_NEIGHBOUR', 'MANAGED_BY_NEIGHBOUR_WITH_STATION', 'WITHIN_COMMITTEE', 'SELF_GOVERNANCE_WITH_STATIONS', 'AREA_GRID'];

/** All communities in care, by what covers them and how they are governed. */
export default function Communities() {
  const { t } = useTranslation('communities');
  const paging = usePaging();
  const [q, setQ] = useQueryStates({ mode: parseAsStringLiteral(MODES), org: parseAsString }, { history: 'push' });
  const filter: Partial<OverseenCommunityFilter> = { governanceMode: q.mode, organisationId: q.org };
  const reading = useData(OverseenCommunitiesDocument, { ...paging.variables, filter: filter as OverseenCommunityFilter });
  const choices = useData(CommunityFiltersDocument, {}, { policy: 'cache-first' });
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  const found = choices.kind === 'data' ? choices.data.oversight : null;
  return (
    <Page title={t('title')} lead={t('lead')}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search">
          <Choice label={t('mode')} all={t('allModes')} width={220} value={q.mode} options={(found?.coverage.modes ?? []).map((one) => ({ value: one.mode, label: t(`modes.${one.mode}`) }))} choose={(mode) => change({ mode })} />
          <Choice label={t('cover')} all={t('allOrganisations')} width={240} value={q.org} options={(found?.organisations.edges ?? []).map(({ node }) => ({ value: node.id, label: node.name }))} choose={(org) => change({ org })} />
        </div>
        <States of={reading} rows={8} isEmpty={(data) => data.oversight.communities.totalCount === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
          {({ oversight: { communities } }) => (
            <>
              <Matrix label={t('title')} of={communities.edges.map((edge) => edge.node)} />
              <Pager paging={paging} found={communities} />
            </>
          )}
        </States>
      </section>
    </Page>
  );
}
