import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, number, percent } from '../../core/format';
import { ConnectionTable, usePaging } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { Tag } from '../../desk/Tag';
import { OverseenCommunitiesDocument } from './communities.gen';
import { NoticeState } from './NoticeState';

export default function Communities() {
  const { t } = useTranslation('communities');
  const paging = usePaging();
  const reading = useData(OverseenCommunitiesDocument, paging.variables);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <section className="card flush" aria-label={t('title')}>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.oversight.communities}
          paging={paging}
          width={1040}
          columns={[
            { title: t('name'), render: (_, row) => <span className="who"><b>{row.name}</b><small>{row.address}</small></span> },
            { title: t('operator'), width: 110, render: (_, row) => row.operatorName },
            { title: t('mode'), width: 180, render: (_, row) => (row.governanceMode ? t(`modes.${row.governanceMode}`) : t('unset')) },
            { title: t('cover'), width: 220, render: (_, row) => (row.cover?.organisation ? <span className="who">{row.cover.organisation.name}{row.cover.endsOn && <small className="num">{t('until', { date: date(row.cover.endsOn) })}</small>}</span> : <Tag tone="bad">{t('uncovered')}</Tag>) },
            { title: t('occupancy'), width: 100, align: 'end', render: (_, row) => <span className="num">{row.occupancy && percent(row.occupancy.rate)}</span> },
            { title: t('residents'), width: 100, align: 'end', render: (_, row) => <span className="num">{row.occupancy && t('people', { count: row.occupancy.residents, replace: { count: number(row.occupancy.residents) } })}</span> },
            { title: t('notices'), width: 130, render: (_, row) => <NoticeState of={row} /> },
          ]}
        />
      </section>
    </Page>
  );
}
