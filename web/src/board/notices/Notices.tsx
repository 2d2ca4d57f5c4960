import { parseAsString, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, dateTime } from '../../core/format';
import { Frame } from '../parts/Frame';
import { Panel } from '../parts/Panel';
import { BoardNoticesDocument, type BoardNoticesQuery } from './notices.gen';

const PAGE = 50;
type Row = BoardNoticesQuery['supervisionNotices']['edges'][number]['node'];

/** What branches demanded of operators, and was not answered in time: it has risen to the district. */
export default function Notices() {
  const { t } = useTranslation('notices');
  const [after, setAfter] = useQueryState('after', parseAsString.withOptions({ history: 'push' }));
  const reading = useData(BoardNoticesDocument, { first: PAGE, after });
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <Panel title={t('title')} of={reading} aside={reading.kind === 'data' && t('total', { count: reading.data.supervisionNotices.totalCount })}>
        {({ supervisionNotices: found }) => (
          <>
            {found.edges.length === 0 ? <p className="panel-note">{t('none')}</p> : <Table rows={found.edges.map((edge) => edge.node)} />}
            <nav className="pager" aria-label={t('title')}>
              {after && <button type="button" className="board-button" onClick={() => void setAfter(null)}>{t('first')}</button>}
              {found.pageInfo.hasNextPage && <button type="button" className="board-button" onClick={() => void setAfter(found.pageInfo.endCursor ?? null)}>{t('next')}</button>}
            </nav>
          </>
        )}
      </Panel>
    </Frame>
  );
}

function Table({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('notices');
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('title')}>
      <table className="board-table">
        <thead>
          <tr><th scope="col">{t('subject')}</th><th scope="col">{t('community')}</th><th scope="col">{t('operator')}</th><th scope="col">{t('organisation')}</th><th scope="col">{t('issuedAt')}</th><th scope="col">{t('dueOn')}</th><th scope="col">{t('risenAt')}</th><th scope="col">{t('state')}</th></tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" className="wrap">{row.title}</th>
              <td>{row.community?.name}</td>
              <td>{row.community?.operatorName}</td>
              <td className="wrap">{row.organisation?.name}</td>
              <td>{date(row.issuedAt)}</td>
              <td>{date(row.dueOn)}</td>
              <td>{row.risenAt && dateTime(row.risenAt)}</td>
              <td><span className="tag">{t(`states.${row.state}`)}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
