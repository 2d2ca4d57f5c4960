import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { MODES } from '../../core/governance';
import type { CoverageGap, OverseenCommunityFilter } from '../../core/schema.gen';
import { Choice } from '../../desk/Choice';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { CommunityFiltersDocument, OverseenCommunitiesDocument } from './communities.gen';
import { Matrix } from './Matrix';

const GAPS: readonly CoverageGap[] = ['NO_SECRETARY', 'NO_GRID', 'NO_MODE', 'ENDING_SOON'];

/** All communities in care, by what covers them and how they are governed. */
export default function Communities() {
  const { t } = useTranslation('communities');
  const paging = usePaging();
  const [q, setQ] = useQueryStates({ mode: parseAsStringLiteral(MODES), org: parseAsString, gap: parseAsStringLiteral(GAPS) }, { history: 'push' });
  const filter: Partial<OverseenCommunityFilter> = { governanceMode: q.mode, organisationId: q.org, gap: q.gap };
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
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Choice label={t('mode')} all={t('allModes')} width={220} value={q.mode} options={(found?.coverage.modes ?? []).map((one) => ({ value: one.mode, label: t(`shared:governance.${one.mode}`) }))} choose={(mode) => change({ mode })} />
          <Choice label={t('cover')} all={t('allOrganisations')} width={240} value={q.org} options={(found?.organisations.edges ?? []).map(({ node }) => ({ value: node.id, label: node.name }))} choose={(org) => change({ org })} />
          <Choice label={t('gap')} all={t('allGaps')} width={200} value={q.gap} options={GAPS.map((one) => ({ value: one, label: t(`gaps.${one}`) }))} choose={(gap) => change({ gap })} />
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
