import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dayTime, now, timeSpan, weekday } from '../../core/format';
import { Page } from '../parts/Page';
import { Sheet } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { ApplyForCourseDocument, OwnSeatsDocument, PhoneCoursePageDocument, type PhoneCoursePageQuery, type PhoneEnrolmentFragment } from './courses.gen';
import { Seats } from './Courses';
import { Lottery } from './Lottery';
import { OwnSeat } from './OwnSeat';

type Shown = NonNullable<PhoneCoursePageQuery['course']>;

/** One course: what it is, its sessions, and one's own seat in it. */
export default function Course() {
  const { t } = useTranslation('courses');
  const { id = '' } = useParams();
  const reading = useData(PhoneCoursePageDocument, { id });
  const seats = useData(OwnSeatsDocument, {});
  const own = seats.kind === 'data' ? seats.data.myEnrolments.edges.map((edge) => edge.node).find((one) => one.course?.id === id && one.status !== 'CANCELLED') : undefined;
  const again = (): void => {
    reading.again();
    seats.again();
  };
  const course = reading.kind === 'data' ? reading.data.course : null;
  return (
    <Page title={course?.title ?? t('title')} back="/courses">
      <States of={reading} isEmpty={(data) => !data.course} empty={<Nothing title={t('gone')} hint={t('noneHint')} />}>
        {(data) => data.course && <Body course={data.course} own={own} isKnown={seats.kind === 'data'} again={again} />}
      </States>
    </Page>
  );
}

function Body({ course, own, isKnown, again }: { course: Shown; own: PhoneEnrolmentFragment | undefined; isKnown: boolean; again: () => void }) {
  const { t } = useTranslation('courses');
  const place = course.space?.name ?? course.place;
  return (
    <>
      {own && <OwnSeat enrolment={own} sessions={course.sessions} again={again} />}
      <section className="card">
        <h2>{t('about')}</h2>
        <p className="said">{course.summary}</p>
        <dl className="facts">
          <dt>{t('teacher')}</dt><dd>{course.teacherName}</dd>
          {place && <><dt>{t('place')}</dt><dd>{place}</dd></>}
          <dt>{t('category')}</dt><dd>{t(`categories.${course.category}`)}</dd>
          <dt>{t('allocation')}</dt><dd>{t(`allocations.${course.allocation}`)}</dd>
          {course.rating && course.rating.count > 0 && course.rating.rating !== null && <><dt>{t('rated')}</dt><dd>{t('ratedBy', { score: course.rating.rating, count: course.rating.count })}</dd></>}
        </dl>
        <p className="tags"><Seats course={course} />{course.needsApproval && <span className="tag">{t('needsApproval')}</span>}</p>
        {isKnown && !own && <Apply course={course} again={again} />}
      </section>
      <Sessions sessions={course.sessions} own={own} calendarFile={course.calendarFile ?? null} />
      {course.allocation === 'LOTTERY' && <Lottery courseId={course.id} own={own?.ticket ?? null} />}
    </>
  );
}

const SEATED: readonly string[] = ['ENROLLED', 'COMPLETED'];

function Sessions({ sessions, own, calendarFile }: { sessions: Shown['sessions']; own: PhoneEnrolmentFragment | undefined; calendarFile: string | null }) {
  const { t } = useTranslation('courses');
  if (sessions.length === 0) return null;
  const isSeated = own !== undefined && SEATED.includes(own.status);
  const at = now().toISOString();
  const isAhead = sessions.some((one) => one.status === 'PLANNED' && one.endsAt > at);
  return (
    <>
      <h2 className="section">{t('sessions')}</h2>
      <ul className="rows">
        {sessions.map((one) => {
          const mark = own?.attendance.find((found) => found.session?.id === one.id)?.mark;
          return (
            <li key={one.id} className="row">
              <span className="grow">{t('sessionOf', { number: one.number, topic: one.topic })}<small>{`${weekday(one.startsAt)} ${timeSpan(one.startsAt, one.endsAt)} · ${one.space?.name ?? one.place}`}</small></span>
              {isSeated && one.status === 'PLANNED' && one.endsAt > at && one.calendarFile && <a className="quiet" download="xinju.ics" aria-label={t('sessionToCalendar', { number: one.number })} href={fileOf(one.calendarFile)}>{t('calendar')}</a>}
              {one.status === 'CANCELLED' && <span className="tag bad">{t('sessionOff')}</span>}
              {mark && <span className={mark === 'ABSENT' ? 'tag bad' : 'tag good'}>{t(`marks.${mark}`)}</span>}
            </li>
          );
        })}
      </ul>
      {isSeated && isAhead && calendarFile && <a className="quiet" download="xinju.ics" href={fileOf(calendarFile)}>{t('toCalendar')}</a>}
    </>
  );
}

function fileOf(text: string): string {
  return `data:text/calendar;charset=utf-8,${encodeURIComponent(text)}`;
}

function Apply({ course, again }: { course: Shown; again: () => void }) {
  const { t } = useTranslation('courses');
  const key = useActKey();
  const [apply, isBusy] = useAct(ApplyForCourseDocument);
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (course.status !== 'OPEN') return null;
  if (!course.term?.takesApplications) return <p className="soft small">{t('notNow')}</p>;
  const isLottery = course.allocation === 'LOTTERY';
  const isFull = !isLottery && course.seats?.free === 0;
  async function submit(): Promise<void> {
    setProblem(null);
    const outcome = await apply({ input: { courseId: course.id, acceptsWaitlist: true, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem.message);
    setOpen(false);
    const { made } = outcome;
    toast(made.__typename === 'Enrolment' ? t(`applied.${made.status}`, { count: made.placeInLine?.position ?? 0 }) : t('applied.APPLIED'));
    again();
  }
  return (
    <>
      <div className="buttons"><button type="button" className="button" onClick={() => setOpen(true)}>{t(isFull ? 'line' : 'apply')}</button></div>
      <Sheet open={open} title={t('applyFor', { title: course.title })} onClose={() => setOpen(false)}>
        <p className="soft">{t(isLottery ? 'hintLottery' : isFull ? 'hintLine' : 'hintFree')}</p>
        {course.sessions[0] && <p>{t('firstSession', { count: course.sessions.length, time: `${weekday(course.sessions[0].startsAt)} ${dayTime(course.sessions[0].startsAt)}` })}</p>}
        {problem && <p className="problem" role="alert">{problem}</p>}
        <div className="buttons"><button type="button" className="button" disabled={isBusy} aria-busy={isBusy} onClick={() => void submit()}>{t(isFull ? 'line' : 'confirmApply')}</button></div>
      </Sheet>
    </>
  );
}
