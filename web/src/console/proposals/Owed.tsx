import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { number } from '../../core/format';
import { Nothing, States } from '../../desk/States';
import { Due } from './Due';
import { AnswersOwedDocument } from './proposals.gen';

/** Today's card: the proposals that await an answer. */
export default function Owed() {
  const { t } = useTranslation('proposals');
  const reading = useData(AnswersOwedDocument, {});
  return (
    <section className="card" aria-label={t('today')}>
      <div className="card-head">
        <h2>{t('today')}</h2>
        {reading.kind === 'data' && reading.data.proposals.totalCount > 0 && <span className="tally num">{number(reading.data.proposals.totalCount)}</span>}
        <span className="grow" />
        <Link to="/proposals">{t('stays:showAll')}</Link>
      </div>
      <States of={reading} rows={4} isEmpty={(data) => data.proposals.edges.length === 0} empty={<Nothing title={t('none')} hint={null} />}>
        {(data) => (
          <ul className="plain-list rows">
            {data.proposals.edges.map(({ node }) => (
              <li key={node.id}>
                <span className="who"><Link to={`/proposals/${node.id}`}>{node.title}</Link><small>{t('cosignersOf', { count: node.cosigners, threshold: node.threshold })}</small></span>
                <span className="grow" />
                <Due of={node} />
              </li>
            ))}
          </ul>
        )}
      </States>
    </section>
  );
}
