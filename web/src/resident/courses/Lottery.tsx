import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { dateTime } from '../../core/format';
import { States } from '../parts/States';
import { PhoneLotteryDocument } from './courses.gen';

/** The draw in the open: what was promised before, what came out, and whether the two agree. */
export function Lottery({ courseId, own }: { courseId: string; own: string | null }) {
  const { t } = useTranslation('courses');
  const reading = useData(PhoneLotteryDocument, { course: courseId });
  return (
    <section className="card">
      <h2>{t('lottery.title')}</h2>
      <States of={reading} rows={1} isEmpty={(data) => !data.lotteryDraw} empty={<p className="soft">{t('lottery.none')}</p>}>
        {({ lotteryDraw: draw }) => draw && (
          <>
            <ol className="chain">
              <li>{t('lottery.committed')}<small>{dateTime(draw.committedAt)}</small><code className="proof">{draw.commitment}</code></li>
              <li className={draw.listHash ? undefined : 'later'}>{t('lottery.listed', { count: draw.ticketCount })}{draw.listHash && <code className="proof">{draw.listHash}</code>}</li>
              <li className={draw.drawnAt ? undefined : 'later'}>{t(draw.drawnAt ? 'lottery.drawn' : 'lottery.toDraw', { count: draw.seats ?? 0 })}{draw.drawnAt && <small>{dateTime(draw.drawnAt)}</small>}{draw.seed && <code className="proof">{draw.seed}</code>}</li>
            </ol>
            {draw.isVerified !== null && <p><span className={draw.isVerified ? 'tag good' : 'tag bad'}>{t(draw.isVerified ? 'lottery.verified' : 'lottery.unverified')}</span></p>}
            {own && <p>{t('lottery.own', { ticket: own })}</p>}
            <details>
              <summary>{t('lottery.tickets', { count: draw.tickets.totalCount })}</summary>
              <ul className="rows">{draw.tickets.edges.map(({ node }) => <li key={node.ticket} className="row"><span className="grow">{node.ticket}{node.ticket === own && <small>{t('lottery.yours')}</small>}</span>{node.outcome && <span className={node.outcome === 'SEAT' ? 'tag good' : 'tag'}>{t(`lottery.outcomes.${node.outcome}`)}</span>}</li>)}</ul>
            </details>
            <details><summary>{t('lottery.rule')}</summary><p className="small said">{draw.rule}</p></details>
          </>
        )}
      </States>
    </section>
  );
}
