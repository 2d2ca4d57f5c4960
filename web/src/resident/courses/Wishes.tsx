import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import type { CourseCategory } from '../../core/schema.gen';
import { Choice, Field, Words } from '../parts/Field';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Sheet } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { PhoneWishesDocument, WishForCourseDocument, WishWhereDocument, type PhoneWishesQuery } from './courses.gen';

type Wish = PhoneWishesQuery['courseWishes']['edges'][number]['node'];
const CATEGORIES: readonly CourseCategory[] = ['ART', 'DIGITAL', 'CAREER', 'LANGUAGE', 'SPORT', 'CRAFT', 'HEALTH', 'LIFE'];
const TONE = { OPEN: '', REQUESTED: 'warn', PLANNED: 'good', DECLINED: 'bad' } as const;

/** What people would like to learn: enough of them, and it is asked for. */
export default function Wishes() {
  const { t } = useTranslation('courses');
  const after = usePlace();
  const reading = useData(PhoneWishesDocument, { after });
  const [open, setOpen] = useState(false);
  return (
    <Page title={t('wishes.title')} back="/courses">
      <p className="soft">{t('wishes.lead')}</p>
      <States of={reading} isEmpty={(data) => data.courseWishes.edges.length === 0} empty={<Nothing title={t('wishes.none')} hint={t('wishes.noneHint')} />}>
        {({ courseWishes }) => (
          <>
            {courseWishes.edges.map(({ node }) => <OneWish key={node.id} wish={node} again={reading.again} />)}
            <Pager of={courseWishes} />
          </>
        )}
      </States>
      <div className="buttons"><button type="button" className="button" onClick={() => setOpen(true)}>{t('wishes.new')}</button></div>
      <Sheet open={open} title={t('wishes.new')} onClose={() => setOpen(false)}><NewWish onDone={() => { setOpen(false); reading.again(); }} /></Sheet>
    </Page>
  );
}

function OneWish({ wish, again }: { wish: Wish; again: () => void }) {
  const { t } = useTranslation('courses');
  const [support, isBusy] = useAct(WishForCourseDocument);
  async function join(): Promise<void> {
    const outcome = await support({ input: { wishId: wish.id, new: null } });
    toast(outcome.ok ? t('wishes.joined') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <section className="card">
      <h2>{wish.title}</h2>
      {wish.summary && <p className="soft small">{wish.summary}</p>}
      <progress className="share" max={wish.threshold} value={Math.min(wish.votes, wish.threshold)} aria-label={t('wishes.votes', { votes: wish.votes, threshold: wish.threshold })} />
      <p className="tags"><span className="small soft">{t('wishes.votes', { votes: wish.votes, threshold: wish.threshold })}</span><span className={`tag ${TONE[wish.status]}`}>{t(`wishes.status.${wish.status}`)}</span></p>
      {wish.answer && <p className="small">{wish.answer}</p>}
      {wish.course && <Link className="button plain" to={`/courses/${wish.course.id}`}>{wish.course.title}</Link>}
      {wish.status === 'OPEN' && (wish.hasMyVote ? <span className="tag good">{t('wishes.mine')}</span> : <button type="button" className="button plain" disabled={isBusy} aria-busy={isBusy} aria-label={t('wishes.joinOf', { title: wish.title })} onClick={() => void join()}>{t('wishes.join')}</button>)}
    </section>
  );
}

function NewWish({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('courses');
  const where = useData(WishWhereDocument, {});
  const { typed, bind, said, setProblem } = useFields({ title: '', category: 'ART', summary: '' });
  const [wish, isBusy] = useAct(WishForCourseDocument);
  const communityId = where.kind === 'data' ? where.data.stays.edges[0]?.node.community?.id : undefined;
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!communityId) return;
    setProblem(null);
    const outcome = await wish({ input: { wishId: null, new: { communityId, title: typed.title, category: typed.category as CourseCategory, summary: typed.summary } } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('wishes.done'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Field label={t('wishes.what')} required maxLength={60} {...bind('title')} />
      <Choice label={t('category')} {...bind('category')}>{CATEGORIES.map((one) => <option key={one} value={one}>{t(`categories.${one}`)}</option>)}</Choice>
      <Words label={t('wishes.more')} maxLength={500} {...bind('summary')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !communityId || !typed.title.trim()} aria-busy={isBusy}>{t('wishes.send')}</button>
    </form>
  );
}
