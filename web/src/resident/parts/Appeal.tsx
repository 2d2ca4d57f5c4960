import { useState, type FormEvent } from 'react';
import type { Refused } from '../../core/data/useAct';
import { Words } from './Field';
import { Sheet } from './Sheet';
import { toast } from './Toasts';
import { useFields } from './useFields';

interface Said {
  appeal: string;
  title: string;
  why: string;
  whyHint: string;
  send: string;
  sent: string;
}

interface Shown {
  said: Said;
  busy: boolean;
  send: (reason: string) => Promise<{ ok: true } | { ok: false; problem: Refused }>;
  again: () => void;
}

/** A button, and behind it the one question of an appeal: why. */
export function Appeal({ said, busy, send, again }: Shown) {
  const [isOpen, setIsOpen] = useState(false);
  const { typed, bind, said: problem, setProblem } = useFields({ reason: '' });
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await send(typed.reason);
    if (!outcome.ok) return setProblem(outcome.problem);
    setIsOpen(false);
    toast(said.sent);
    again();
  }
  return (
    <>
      <button type="button" className="button plain" aria-label={said.title} onClick={() => setIsOpen(true)}>{said.appeal}</button>
      <Sheet open={isOpen} title={said.title} onClose={() => setIsOpen(false)}>
        <form onSubmit={(event) => void submit(event)}>
          <Words label={said.why} hint={said.whyHint} required maxLength={500} {...bind('reason')} />
          {problem && <p className="problem" role="alert">{problem}</p>}
          <button type="submit" className="button wide" disabled={busy || typed.reason.trim().length < 2} aria-busy={busy}>{said.send}</button>
        </form>
      </Sheet>
    </>
  );
}
