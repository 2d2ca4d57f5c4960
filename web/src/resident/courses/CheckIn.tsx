import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { timeSpan } from '../../core/format';
import { Field } from '../parts/Field';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { CheckInToClassDocument, PhoneSessionPageDocument } from './courses.gen';

/** Where the rotating code in the classroom leads: which class it is, and one tap. */
export default function CheckIn() {
  const { t } = useTranslation('courses');
  const [at] = useSearchParams();
  const session = at.get('session') ?? '';
  const reading = useData(PhoneSessionPageDocument, { id: session }, { pause: !session });
  return (
    <Page title={t('checkIn')} back="/scan">
      {!session && <Nothing title={t('noSession')} hint={t('noSessionHint')}><Link className="button" to="/scan">{t('spaces:scanTile')}</Link></Nothing>}
      {session && (
        <States of={reading} isEmpty={(data) => data.node?.__typename !== 'CourseSession'} empty={<Nothing title={t('noSession')} hint={t('noSessionHint')} />}>
          {({ node }) => node?.__typename === 'CourseSession' && (
            <>
              <section className="card"><h2>{node.course?.title}</h2><p className="soft">{`${t('sessionOf', { number: node.number, topic: node.topic })} · ${timeSpan(node.startsAt, node.endsAt)}`}</p></section>
              <Present sessionId={node.id} code={at.get('code') ?? ''} courseId={node.course?.id ?? ''} />
            </>
          )}
        </States>
      )}
    </Page>
  );
}

function Present({ sessionId, code: read, courseId }: { sessionId: string; code: string; courseId: string }) {
  const { t } = useTranslation('courses');
  const go = useNavigate();
  const key = useActKey();
  const [code, setCode] = useState(read);
  const [problem, setProblem] = useState<string | null>(null);
  const [checkIn, isBusy] = useAct(CheckInToClassDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await checkIn({ input: { sessionId, code: code.trim(), idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem.message);
    toast(outcome.made.__typename === 'Attendance' ? t(`marks.${outcome.made.mark}`) : t('checkIn'));
    void go(`/courses/${courseId}`);
  }
  return (
    <form className="card" onSubmit={(event) => void submit(event)}>
      <Field label={t('code')} hint={t('codeHint')} fault={problem} required autoComplete="off" autoCapitalize="none" value={code} onChange={(event) => setCode(event.target.value)} />
      <button type="submit" className="button wide" disabled={isBusy || !code} aria-busy={isBusy}>{t('checkIn')}</button>
    </form>
  );
}
