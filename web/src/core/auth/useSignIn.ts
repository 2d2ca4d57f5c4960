/** The steps of signing in, for whatever form shows them. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, said } from '../data/wire';
import { randomHex } from '../hex';
import { RequestCodeDocument } from './auth.gen';
import { signIn, signInWithCode, type Answer } from './session';

export type Way = 'password' | 'code';
export interface Typed {
  login: string;
  password: string;
  phone: string;
  code: string;
  totp: string;
}

const DEVICE = 'xinju.device';

function device(): string {
  const kept = localStorage.getItem(DEVICE);
  if (kept) return kept;
  const made = randomHex(12);
  localStorage.setItem(DEVICE, made);
  return made;
}

export function useSignIn() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [wantsTotp, setWantsTotp] = useState(false);
  const [sent, setSent] = useState<string | null>(null);
  const [wait, setWait] = useState(0);
  const running = useRef(false);

  useEffect(() => {
    if (wait <= 0) return;
    const tick = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(tick);
  }, [wait]);

  async function guarded(act: () => Promise<void>): Promise<void> {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await act();
    } catch {
      setProblem(t('error.network'));
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  function heed(answer: Answer): void {
    if (answer.ok) return;
    if (answer.problem.code === 'SECOND_FACTOR_REQUIRED') setWantsTotp(true);
    else setProblem(answer.problem.message);
  }

  const submit = (way: Way, typed: Typed): Promise<void> =>
    guarded(async () => {
      const totp = typed.totp.trim() || null;
      heed(way === 'password' ? await signIn(typed.login.trim(), typed.password, totp) : await signInWithCode(typed.phone.trim(), typed.code.trim(), totp));
    });

  const sendCode = (phone: string): Promise<void> =>
    guarded(async () => {
      const { requestCode } = await ask(RequestCodeDocument, { input: { phone: phone.trim(), device: device() } }, said());
      if (requestCode.__typename === 'CodeRequested') {
        setSent(t('signIn.sent', { minutes: Math.round(requestCode.expiresInSeconds / 60) }));
        setWait(60);
      } else if ('message' in requestCode) setProblem(requestCode.message);
    });

  return { busy, problem, wantsTotp, sent, wait, submit, sendCode };
}
