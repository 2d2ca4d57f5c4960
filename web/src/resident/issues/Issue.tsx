import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dateTime, dueDate } from '../../core/format';
import { useNameOf } from '../../core/useNameOf';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { FollowIssueDocument, PhoneIssuePageDocument, UnfollowIssueDocument, type PhoneIssuePageQuery } from './issues.gen';
import { placeOf, TONE } from './naming';
import { Verdict } from './Verdict';
import './issues.css';

export type Whole = NonNullable<PhoneIssuePageQuery['issue']>;

/** One issue: what was seen, what was done about it, and the reporter's word. */
export default function Issue() {
  const { t } = useTranslation('issues');
  const { id = '' } = useParams();
  const nameOf = useNameOf();
  const reading = useData(PhoneIssuePageDocument, { id });
  const issue = reading.kind === 'data' ? reading.data.issue : null;
  return (
    <Page title={issue ? nameOf(issue.category) : t('issue')} back="/issues">
      <States of={reading} isEmpty={(data) => !data.issue} empty={<Nothing title={t('gone')} hint={t('noneHint')} />}>
        {(data) => data.issue && (
          <>
            {data.issue.isMine && <Verdict issue={data.issue} again={reading.again} />}
            <Facts issue={data.issue} again={reading.again} />
            <Photos issue={data.issue} />
            <History issue={data.issue} />
          </>
        )}
      </States>
    </Page>
  );
}

function Facts({ issue, again }: { issue: Whole; again: () => void }) {
  const { t } = useTranslation('issues');
  const [follow, isFollowing] = useAct(FollowIssueDocument);
  const [unfollow, isLeaving] = useAct(UnfollowIssueDocument);
  const busy = isFollowing || isLeaving;
  async function turn(): Promise<void> {
    const outcome = await (issue.isFollowed ? unfollow : follow)({ input: { issueId: issue.id } });
    toast(outcome.ok ? t(issue.isFollowed ? 'unfollowed' : 'followed') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <section className="card">
      <p className="tags"><span className={`tag ${TONE[issue.status]}`}>{t(`status.${issue.status}`)}</span>{issue.isOverdue && <span className="tag bad">{t('overdue')}</span>}{issue.visibility !== 'PUBLIC' && <span className="tag">{t('hidden')}</span>}</p>
      <h2 className="said">{issue.text ?? t('untold')}</h2>
      <dl className="facts">
        <dt>{t('number')}</dt><dd>{issue.number}</dd>
        {placeOf(issue) && <><dt>{t('place')}</dt><dd>{placeOf(issue)}</dd></>}
        {issue.foundAt && <><dt>{t('foundAt')}</dt><dd>{dateTime(issue.foundAt)}</dd></>}
        <dt>{t('reportedAt')}</dt><dd>{dateTime(issue.createdAt)}</dd>
        {!['VERIFIED', 'CLOSED'].includes(issue.status) && <><dt>{t('dueAt')}</dt><dd>{issue.status === 'PAUSED' ? t('clockStopped') : dueDate(issue.dueAt)}</dd></>}
        {issue.rating && <><dt>{t('rating')}</dt><dd>{t('shared:rating.stars', { count: issue.rating })}</dd></>}
      </dl>
      {issue.duplicateOf && <Link className="button plain" to={`/issues/${issue.duplicateOf.id}`}>{t('sameAs', { text: issue.duplicateOf.text ?? issue.duplicateOf.number })}</Link>}
      {!issue.isMine && (
        <div className="buttons">
          <button type="button" className={issue.isFollowed ? 'button plain' : 'button'} disabled={busy} aria-busy={busy} onClick={() => void turn()}>{t(issue.isFollowed ? 'unfollow' : 'meToo')}</button>
        </div>
      )}
    </section>
  );
}

function Photos({ issue }: { issue: Whole }) {
  const { t } = useTranslation('issues');
  const shown = issue.photos.filter((photo) => photo.file && !photo.isHidden);
  if (shown.length === 0) return null;
  return (
    <ul className="photos">
      {shown.map((photo, at) => photo.file && (
        <li key={photo.photoId}>
          <img loading="lazy" src={photo.file.path} alt={t('photoAlt', { moment: t(`moments.${photo.moment}`), number: at + 1 })} />
          <span className="small soft">{t(`moments.${photo.moment}`)}</span>
          {!photo.isShown && <span className="small soft">{t('photoWaits')}</span>}
        </li>
      ))}
    </ul>
  );
}

function History({ issue }: { issue: Whole }) {
  const { t } = useTranslation('issues');
  return (
    <section className="card">
      <h2>{t('history')}</h2>
      <ol className="chain">
        {issue.steps.map((step) => (
          <li key={step.id}>
            {t(`steps.${step.act}`)}
            <small>{[dateTime(step.createdAt), step.by?.displayName].filter(Boolean).join(' · ')}</small>
            {step.note && <p className="said">{step.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
