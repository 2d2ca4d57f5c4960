import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { dateTime } from '../../core/format';
import type { AppraisalSaidFragment } from '../../core/proposals/appraisal.gen';
import { useAppraisalSaid } from '../../core/proposals/useAppraisalSaid';
import { Tag } from '../../desk/Tag';

interface Shown {
  rounds: readonly AppraisalSaidFragment[];
  onAnswer: (round: number) => void;
}

/** What residents think of what was done, round by round, and what staff said to it. */
export function Appraisals({ rounds, onAnswer }: Shown) {
  const { t } = useTranslation('proposals');
  const may = useMay();
  const said = useAppraisalSaid();
  if (rounds.length === 0) return null;
  return (
    <section className="card" aria-label={t('appraisals.title')}>
      <div className="card-head"><h2>{t('appraisals.title')}</h2></div>
      <ol className="rounds">
        {rounds.map((one) => {
          const { title, when, score, detail } = said(one);
          return (
            <li key={one.round} className={one.askedAt ? undefined : 'later'}>
              <p className="round-head">
                <span className="who grow"><b>{title}</b><small className="num">{when}</small></span>
                {one.isPoor && !one.answer && <Tag tone="bad">{t('appraisals.poor')}</Tag>}
                {score && <b className="score num">{score}</b>}
              </p>
              {score && <span className="bar" aria-hidden="true"><span className={one.isPoor ? 'poor' : undefined} style={{ width: `${(one.rating ?? 0) * 20}%` }} /></span>}
              {one.askedAt && <p className="muted num">{detail}</p>}
              {one.answer && <div className="said-back"><p className="muted num">{t('appraisals.answered', { time: dateTime(one.answeredAt ?? '') })}</p><p className="prose">{one.answer}</p></div>}
              {one.isPoor && !one.answer && may('proposals:answer') && <Button size="small" type="primary" onClick={() => onAnswer(one.round)} aria-label={t('appraisals.answerRound', { round: title })}>{t('appraisals.answer')}</Button>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
