import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { dateTime, number } from '../../core/format';
import { AsOf, useAsOf } from '../parts/AsOf';
import { Frame } from '../parts/Frame';
import { Panel } from '../parts/Panel';
import { BoardQualityDocument, type BoardQualityQuery } from './quality.gen';

type Judged = BoardQualityQuery['district']['quality']['operators'][number];

/** How far each operator's records can be relied upon, who is silent, and what to mend first. */
export default function Quality() {
  const { t } = useTranslation('quality');
  const [asOf] = useAsOf();
  const reading = useData(BoardQualityDocument, { asOf });
  return (
    <Frame title={t('title')} lead={reading.kind === 'data' && t('district', { score: Math.round(reading.data.district.quality.score) })}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}><AsOf /></div>
      <div className="stack">
        <Panel title={t('operator')} of={reading}>
          {({ district: { quality } }) => (
            <div className="scroll" tabIndex={0} role="region" aria-label={t('operator')}>
              <table className="board-table">
                <thead><tr><th scope="col">{t('operator')}</th><th scope="col" className="end">{t('score')}</th><th scope="col" className="end">{t('communities')}</th><th scope="col" className="end">{t('uncounted')}</th><th scope="col">{t('last')}</th></tr></thead>
                <tbody>
                  {quality.operators.map((one) => (
                    <tr key={one.operator.key}>
                      <th scope="row">{one.operator.name}</th>
                      <td className="end">{Math.round(one.score)}</td>
                      <td className="end">{number(one.communities)}</td>
                      <td className="end">{number(one.uncounted)}</td>
                      <td>{one.lastActiveAt ? dateTime(one.lastActiveAt) : t('never')} {one.isSilent && <span className="tag">{t('silent')}</span>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Panel>
        {reading.kind === 'data' && reading.data.district.quality.operators.map((one) => (
          <Panel key={one.operator.key} title={t('faults', { name: one.operator.name })} of={reading}>{() => <Faults of={one} />}</Panel>
        ))}
      </div>
    </Frame>
  );
}

function Faults({ of }: { of: Judged }) {
  const { t } = useTranslation('quality');
  if (of.faults.length === 0) return <p className="panel-note">{t('perfect')}</p>;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('faults', { name: of.operator.name })}>
      <table className="board-table">
        <thead><tr><th scope="col">{t('check')}</th><th scope="col" className="end">{t('score')}</th><th scope="col" className="end">{t('wrong')}</th><th scope="col">{t('remedy')}</th></tr></thead>
        <tbody>
          {of.faults.map((fault) => (
            <tr key={fault.code}>
              <th scope="row">{fault.name}</th>
              <td className="end">{Math.round(fault.score)}</td>
              <td className="end">{t('of', { wrong: number(fault.wrong), of: number(fault.of) })}</td>
              <td className="wrap">{fault.remedy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
