import { parseAsString, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { AsOf, useAsOf } from '../parts/AsOf';
import { Exports } from '../parts/Exports';
import { Frame } from '../parts/Frame';
import { Panel } from '../parts/Panel';
import { write } from '../parts/written';
import { BoardFiguresDocument } from './figures.gen';

/** Everything that is counted, each with what it means, where it comes from and of when it is. */
export default function Figures() {
  const { t } = useTranslation('figures');
  const [asOf] = useAsOf();
  const [find, setFind] = useQueryState('find', parseAsString.withDefault(''));
  const reading = useData(BoardFiguresDocument, { asOf });
  return (
    <Frame title={t('title')} tools={<Exports of={{ asOf }} what={t('title')} />}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <AsOf />
        <label>{t('find')}<input className="board-input" type="search" value={find} onChange={(event) => void setFind(event.target.value || null)} /></label>
      </div>
      <Panel title={t('title')} of={reading} aside={reading.kind === 'data' && t('count', { count: reading.data.district.summary.figures.length })}>
        {({ district: { summary } }) => (
          <div className="scroll" tabIndex={0} role="region" aria-label={t('title')}>
            <table className="board-table">
              <thead>
                <tr><th scope="col">{t('name')}</th><th scope="col" className="end">{t('value')}</th><th scope="col" className="end">{t('month')}</th><th scope="col" className="end">{t('previous')}</th><th scope="col">{t('unit')}</th><th scope="col">{t('time')}</th><th scope="col">{t('definition')}</th><th scope="col">{t('source')}</th></tr>
              </thead>
              <tbody>
                {summary.figures.filter(({ measure }) => `${measure.name}${measure.definition}${measure.code}`.includes(find)).map(({ measure, ...figure }) => (
                  <tr key={measure.code}>
                    <th scope="row"><Link to={`/figures/${measure.code}${asOf ? `?asOf=${asOf}` : ''}`}>{measure.name}</Link></th>
                    <td className="end">{figure.value === null ? '–' : write(figure.value, measure.unit.code)}</td>
                    <td className="end">{figure.month === null ? '' : write(figure.month, measure.unit.code)}</td>
                    <td className="end">{figure.previous === null ? '' : write(figure.previous, measure.unit.code)}</td>
                    <td>{measure.unit.name}</td>
                    <td>{measure.sensitivity === 'SENSITIVE' && figure.releasedAt ? t('released', { date: date(figure.releasedAt) }) : date(figure.asOf)}</td>
                    <td className="wrap">{measure.definition}</td>
                    <td className="wrap">{measure.source}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
    </Frame>
  );
}
