import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import type { MentorSkill } from '../../core/schema.gen';
import { Field, Words } from '../parts/Field';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { OfferToTeachDocument, PauseTeachingDocument, PhoneOwnMentorDocument, type OwnMentorFragment } from './offer.gen';
import { SKILLS } from './skills';

const MOST_SKILLS = 6;

/** Offer to teach one's neighbours, say it otherwise, or take nobody on for a while. */
export default function Offer() {
  const { t } = useTranslation('mentors');
  const reading = useData(PhoneOwnMentorDocument, {});
  return (
    <Page title={t('offer.title')} back="/mentors">
      <States of={reading} isEmpty={(data) => data.stays.edges.length === 0} empty={<Nothing title={t('offer.onlyResidents')} hint={null} />}>
        {({ mentors, stays }) => {
          const own = mentors.edges[0]?.node ?? null;
          return (
            <>
              {own && <Standing own={own} again={reading.again} />}
              <Form key={own?.id ?? 'new'} own={own} communityId={stays.edges[0]?.node.community?.id ?? ''} again={reading.again} />
            </>
          );
        }}
      </States>
    </Page>
  );
}

function Standing({ own, again }: { own: OwnMentorFragment; again: () => void }) {
  const { t } = useTranslation('mentors');
  const [pause, isBusy] = useAct(PauseTeachingDocument);
  async function turn(): Promise<void> {
    const outcome = await pause({ input: { mentorId: own.id, isOpen: !own.isOpen } });
    toast(outcome.ok ? t(own.isOpen ? 'offer.paused' : 'offer.resumed') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <section className="card">
      <p className="tags"><span className={own.isOpen ? 'tag good' : 'tag warn'}>{t(own.isOpen ? 'offer.isOpen' : 'offer.isPaused')}</span><span className="tag">{t('offer.learners', { count: own.mentees, capacity: own.capacity })}</span></p>
      <p className="soft small">{t('offer.given', { meetings: own.meetings, minutes: own.minutes, thanks: own.thanks })}</p>
      <button type="button" className="button plain" disabled={isBusy} aria-busy={isBusy} onClick={() => void turn()}>{t(own.isOpen ? 'offer.pause' : 'offer.resume')}</button>
    </section>
  );
}

function Form({ own, communityId, again }: { own: OwnMentorFragment | null; communityId: string; again: () => void }) {
  const { t } = useTranslation('mentors');
  const key = useActKey();
  const [skills, setSkills] = useState<readonly MentorSkill[]>(own?.skills ?? []);
  const { typed, bind, faultOf, said, setProblem } = useFields({ alias: own?.alias ?? '', about: own?.about ?? '', capacity: String(own?.capacity ?? 3) });
  const [offer, isBusy] = useAct(OfferToTeachDocument);
  const turn = (skill: MentorSkill): void => setSkills((old) => (old.includes(skill) ? old.filter((one) => one !== skill) : [...old, skill]));
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await offer({ input: { communityId, alias: typed.alias, about: typed.about, skills: [...skills], capacity: Number(typed.capacity), idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t(own ? 'offer.saved' : 'offer.done'));
    again();
  }
  return (
    <form className="card" onSubmit={(event) => void submit(event)}>
      <Field label={t('alias')} hint={t('aliasHint')} required minLength={2} maxLength={20} {...bind('alias')} />
      <fieldset className="choices">
        <legend>{t('offer.skills', { count: MOST_SKILLS })}</legend>
        {SKILLS.map((one) => <button key={one} type="button" aria-pressed={skills.includes(one)} disabled={!skills.includes(one) && skills.length >= MOST_SKILLS} onClick={() => turn(one)}>{t(`skills.${one}`)}</button>)}
      </fieldset>
      {faultOf('skills') && <p className="problem" role="alert">{faultOf('skills')}</p>}
      <Words label={t('offer.about')} rows={4} maxLength={1000} {...bind('about')} />
      <Field label={t('offer.capacity')} type="number" inputMode="numeric" required min={1} max={20} {...bind('capacity')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || typed.alias.trim().length < 2 || skills.length === 0} aria-busy={isBusy}>{t(own ? 'offer.save' : 'offer.send')}</button>
    </form>
  );
}
