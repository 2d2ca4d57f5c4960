import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { MentorSkill } from '../../core/schema.gen';
import { Choice, Field, Words } from '../parts/Field';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { AskMentorDocument } from './mentors.gen';
import type { Mentor } from './Mentors';

export function AskSheet({ mentor, onDone }: { mentor: Mentor; onDone: () => void }) {
  const { t } = useTranslation('mentors');
  const key = useActKey();
  const { typed, bind, said, setProblem } = useFields({ skill: String(mentor.skills[0] ?? 'CAREER'), alias: '', wish: '' });
  const [ask, isBusy] = useAct(AskMentorDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await ask({ input: { mentorId: mentor.id, skill: typed.skill as MentorSkill, alias: typed.alias, wish: typed.wish, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('asked'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Choice label={t('skill')} {...bind('skill')}>{mentor.skills.map((one) => <option key={one} value={one}>{t(`skills.${one}`)}</option>)}</Choice>
      <Field label={t('alias')} hint={t('aliasHint')} required maxLength={20} {...bind('alias')} />
      <Words label={t('wish')} maxLength={500} {...bind('wish')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !typed.alias.trim()} aria-busy={isBusy}>{t('send')}</button>
    </form>
  );
}
