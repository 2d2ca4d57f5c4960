import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { date, now, timeSpan, weekday } from '../../core/format';
import { Words } from '../parts/Field';
import { Sheet, Sure } from '../parts/Sheet';
import { Stars } from '../parts/Stars';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { Offer } from '../spaces/Offer';
import { LeaveCourseDocument, ReviewCourseDocument, type PhoneEnrolmentFragment, type PhoneSessionFragment } from './courses.gen';
import { LIVE, TONE } from './tones';

interface Shown {
  enrolment: PhoneEnrolmentFragment;
  sessions: readonly PhoneSessionFragment[];
  isLinked?: boolean;
  again: () => void;
}

/** One's own seat in a course: where it stands, what is next, and what one can do about it. */
export function OwnSeat({ enrolment, sessions, isLinked = false, again }: Shown) {
  const { t } = useTranslation('courses');
  const { course, placeInLine, certificate, status } = enrolment;
  const [leaving, setLeaving] = useState(false);
  const [isRating, setIsRating] = useState(false);
  const [leave, isBusy] = useAct(LeaveCourseDocument);
  const at = now().toISOString();
  const next = sessions.find((one) => one.status === 'PLANNED' && one.endsAt > at);
  const hasBegun = sessions.some((one) => one.status === 'PLANNED' && one.endsAt <= at);
  const isSeated = status === 'ENROLLED' || status === 'COMPLETED';
  async function out(): Promise<void> {
    const outcome = await leave({ input: { enrolmentId: enrolment.id } });
    setLeaving(false);
    toast(outcome.ok ? t('left') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  if (status === 'OFFERED' && placeInLine) return <Offer entry={placeInLine} again={again} />;
  return (
    <section className="card" aria-label={t('ownSeat')}>
      <h2>{isLinked ? <Link to={`/courses/${course?.id}`}>{course?.title}</Link> : t('ownSeat')}</h2>
      <p className="tags">
        <span className={`tag ${TONE[status]}`}>{t(`mineStatus.${status}`)}</span>
        {status === 'WAITLISTED' && placeInLine?.position && <span className="tag">{t('place_', { count: placeInLine.position })}</span>}
      </p>
      {status === 'ENROLLED' && next && <p>{t('next', { number: next.number, time: `${weekday(next.startsAt)} ${timeSpan(next.startsAt, next.endsAt)}`, place: next.space?.name ?? next.place })}</p>}
      {certificate && !certificate.revokedAt && (
        <div className="seal">
          <b>{t('certificate')}</b>
          <span className="small soft">{t('certificateOf', { code: certificate.code, date: date(certificate.issuedOn), count: certificate.minutes })}</span>
          <div className="two">
            <a className="button plain" href={certificate.path}>{t('fetch')}</a>
            <a className="button plain" href={`/certificates/${certificate.code}`}>{t('publicPage')}</a>
          </div>
        </div>
      )}
      <div className="buttons">
        {status === 'ENROLLED' && next && <Link className="button" to="/scan">{t('checkIn')}</Link>}
        {isSeated && hasBegun && <button type="button" className="button plain" onClick={() => setIsRating(true)}>{t('rate')}</button>}
        {LIVE.includes(status) && <button type="button" className="quiet" onClick={() => setLeaving(true)}>{t('leave')}</button>}
      </div>
      <Sure open={leaving} title={t('leaveSure', { title: course?.title ?? '' })} hint={t('leaveHint')} yes={t('leave')} danger busy={isBusy} onYes={() => void out()} onClose={() => setLeaving(false)} />
      <Sheet open={isRating} title={t('rateOf', { title: course?.title ?? '' })} onClose={() => setIsRating(false)}>{course && <Rate courseId={course.id} onDone={() => setIsRating(false)} />}</Sheet>
    </section>
  );
}

function Rate({ courseId, onDone }: { courseId: string; onDone: () => void }) {
  const { t } = useTranslation('courses');
  const [rating, setRating] = useState(0);
  const [teacherRating, setTeacherRating] = useState(0);
  const { typed, bind, faultOf, said, setProblem } = useFields({ comment: '' });
  const [review, isBusy] = useAct(ReviewCourseDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await review({ input: { courseId, rating, teacherRating, comment: typed.comment } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('rateDone'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stars label={t('rateCourse')} value={rating} onChange={setRating} fault={faultOf('rating')} />
      <Stars label={t('rateTeacher')} value={teacherRating} onChange={setTeacherRating} fault={faultOf('teacherRating')} />
      <Words label={t('comment')} hint={t('commentHint')} maxLength={1000} {...bind('comment')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !rating || !teacherRating} aria-busy={isBusy}>{t('rateSend')}</button>
    </form>
  );
}
