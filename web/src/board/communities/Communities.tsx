import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, number, percent } from '../../core/format';
import { MODES } from '../../core/governance';
import { SUBDISTRICTS } from '../../core/minhang';
import { AsOf, useAsOf } from '../parts/AsOf';
import { Frame } from '../parts/Frame';
import { Panel } from '../parts/Panel';
import { BoardCommunitiesDocument, BoardOperatorsDocument, type BoardCommunitiesQuery } from './communities.gen';

const TYPES = ['LONG_RENT_APARTMENT', 'AFFORDABLE_RENTAL', 'PUBLIC_RENTAL', 'TALENT_APARTMENT', 'CITY_BUILDERS_HOME'] as const;
const PAGE = 50;
const place = { subdistrict: parseAsString, operator: parseAsString, mode: parseAsStringLiteral(MODES), type: parseAsStringLiteral(TYPES), after: parseAsString };
type Row = BoardCommunitiesQuery['district']['communities']['edges'][number]['node'];

/** The district's communities with their open figures, as far down as the district's right goes. */
export default function Communities() {
  const { t, i18n } = useTranslation('communities');
  const [asOf] = useAsOf();
  const [at, setAt] = useQueryStates(place, { history: 'push' });
  const filter = { subdistrictCode: at.subdistrict, operatorKey: at.operator, mode: at.mode, productType: at.type };
  const reading = useData(BoardCommunitiesDocument, { first: PAGE, after: at.after, asOf, filter });
  const known = useData(BoardOperatorsDocument, {});
  const operators = known.kind === 'data' ? known.data.district.ranking : [];
  return (
    <Frame title={t('title')}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <label>
          {t('subdistrict')}
          <select className="board-input" value={at.subdistrict ?? ''} onChange={(event) => void setAt({ subdistrict: event.target.value || null, after: null })}>
            <option value="">{t('everywhere')}</option>
            {SUBDISTRICTS.map((one) => <option key={one.code} value={one.code}>{i18n.language === 'en' ? one.en : one.zh}</option>)}
          </select>
        </label>
        <label>
          {t('operator')}
          <select className="board-input" value={at.operator ?? ''} onChange={(event) => void setAt({ operator: event.target.value || null, after: null })}>
            <option value="">{t('allOperators')}</option>
            {operators.map(({ group }) => <option key={group.key} value={group.key}>{group.name}</option>)}
          </select>
        </label>
        <label>
          {t('mode')}
          <select className="board-input" value={at.mode ?? ''} onChange={(event) => void setAt({ mode: (event.target.value || null) as typeof at.mode, after: null })}>
            <option value="">{t('allModes')}</option>
            {MODES.map((one) => <option key={one} value={one}>{t(`shared:governance.${one}`)}</option>)}
          </select>
        </label>
        <label>
          {t('type')}
          <select className="board-input" value={at.type ?? ''} onChange={(event) => void setAt({ type: (event.target.value || null) as typeof at.type, after: null })}>
            <option value="">{t('allTypes')}</option>
            {TYPES.map((one) => <option key={one} value={one}>{t(`types.${one}`)}</option>)}
          </select>
        </label>
        <AsOf />
      </div>
      <Panel title={t('title')} of={reading} aside={reading.kind === 'data' && t('total', { count: reading.data.district.communities.totalCount })}>
        {({ district: { communities: found } }) => (
          <>
            {found.edges.length === 0 ? <p className="panel-note">{t('none')}</p> : <Table rows={found.edges.map((edge) => edge.node)} />}
            <nav className="pager" aria-label={t('title')}>
              {at.after && <button type="button" className="board-button" onClick={() => void setAt({ after: null })}>{t('first')}</button>}
              {found.pageInfo.hasNextPage && <button type="button" className="board-button" onClick={() => void setAt({ after: found.pageInfo.endCursor ?? null })}>{t('next')}</button>}
            </nav>
          </>
        )}
      </Panel>
    </Frame>
  );
}

function Table({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('communities');
  const of = (row: Row, code: string): number | null => row.figures.find((one) => one.measure.code === `housing.${code}`)?.value ?? null;
  const written = (value: number | null): string => (value === null ? '–' : number(value));
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('title')}>
      <table className="board-table">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th><th scope="col">{t('operator')}</th><th scope="col">{t('subdistrict')}</th><th scope="col">{t('mode')}</th><th scope="col">{t('type')}</th><th scope="col">{t('openedOn')}</th>
            <th scope="col" className="end">{t('units')}</th><th scope="col" className="end">{t('beds')}</th><th scope="col" className="end">{t('occupied')}</th><th scope="col" className="end">{t('rate')}</th><th scope="col" className="end">{t('residents')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const [beds, occupied] = [of(row, 'beds'), of(row, 'beds_occupied')];
            return (
              <tr key={row.key}>
                <th scope="row">{row.name}</th>
                <td>{row.operator.name}</td>
                <td>{row.subdistrict.name}</td>
                <td>{row.mode ? t(`shared:governance.${row.mode}`) : t('unset')}</td>
                <td>{t(`types.${row.productType}`)}</td>
                <td>{date(row.openedOn)}</td>
                {row.isCounted ? (
                  <>
                    <td className="end">{written(of(row, 'units'))}</td>
                    <td className="end">{written(beds)}</td>
                    <td className="end">{written(occupied)}</td>
                    <td className="end">{beds && occupied !== null ? percent(occupied / beds) : '–'}</td>
                    <td className="end">{written(of(row, 'residents'))}</td>
                  </>
                ) : <td colSpan={5} className="end"><span className="tag">{t('uncounted')}</span></td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
