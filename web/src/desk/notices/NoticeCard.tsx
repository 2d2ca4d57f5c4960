import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { date, dateTime, daysBetween, isoDay } from '../../core/format';
import { Tag, type Tone } from '../Tag';
import type { NoticeCardFragment } from './notice.gen';

const TONES: Record<NoticeCardFragment['lamp'], Tone> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad', DONE: 'plain' };

interface Shown {
  notice: NoticeCardFragment;
  /** A way to what it is about, besides the community. */
  about?: ReactNode;
  acts?: ReactNode;
}

/** A supervision notice with its rounds; the words are those of the face's own `notices`. */
export function NoticeCard({ notice, about, acts }: Shown) {
  const { t } = useTranslation('notices');
  const left = daysBetween(isoDay(), notice.dueOn);
  const due = left < 0 ? t('late', { days: -left }) : t('left', { days: left });
  return (
    <section className="card" aria-label={notice.title}>
      <div className="card-head" style={{ flexWrap: 'wrap' }}>
        <h2 style={{ overflowWrap: 'anywhere' }}>{notice.title}</h2>
        <Tag tone={TONES[notice.lamp]}>{notice.lamp === 'DONE' ? t(`states.${notice.state}`) : `${t(`states.${notice.state}`)} · ${due}`}</Tag>
        {notice.risenAt && <Tag tone="bad">{t('risen', { at: date(notice.risenAt) })}</Tag>}
      </div>
      <p className="muted">
        {t('about', { community: notice.community?.name ?? '', operator: notice.community?.operatorName ?? '', organisation: notice.organisation?.name ?? '' })}
        {` · ${t('issued', { at: date(notice.issuedAt) })} · ${t('due', { at: date(notice.dueOn) })}`}
      </p>
      {about && <p>{about}</p>}
      {notice.demand && <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{notice.demand}</p>}
      {notice.answers.map((answer) => (
        <div key={answer.round} style={{ borderInlineStart: '3px solid var(--line, #d9d9d9)', paddingInlineStart: 12, marginBlock: 12 }}>
          <b>{t('round', { round: answer.round, at: dateTime(answer.repliedAt) })}</b>
          <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: '4px 0' }}>{answer.text}</p>
          {answer.evidence.length > 0 && (
            <p className="acts">{answer.evidence.map((file) => <a key={file.id} href={file.path} target="_blank" rel="noreferrer">{t('photo', { name: file.name })}</a>)}</p>
          )}
          {answer.decision && <p className="muted">{t(`decisions.${answer.decision}`)}{answer.decisionReason && `：${answer.decisionReason}`}</p>}
        </div>
      ))}
      {acts && <div className="acts">{acts}</div>}
    </section>
  );
}
