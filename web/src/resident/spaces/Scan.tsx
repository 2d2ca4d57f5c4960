import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { Field } from '../parts/Field';
import { Page } from '../parts/Page';
import { toast } from '../parts/Toasts';
import { CheckInMyBookingDocument } from './spaces.gen';
import './spaces.css';

interface Detector { detect: (of: HTMLVideoElement) => Promise<{ rawValue: string }[]> }
type DetectorClass = new (options: { formats: string[] }) => Detector;
const detectorClass = (): DetectorClass | undefined => (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
const EVERY_MS = 250;

/** I am there: the camera reads the code on the wall, or it is typed. A code of the night school, or of a place, leads to its own page. */
export default function Scan() {
  const { t } = useTranslation('spaces');
  const [at] = useSearchParams();
  const go = useNavigate();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [checkIn, isBusy] = useAct(CheckInMyBookingDocument);

  async function say(said: string): Promise<void> {
    const page = /\/m(\/(?:check-in|issues\/new)\?.*)$/.exec(said);
    if (page) return void go(page[1]!);
    const outcome = await checkIn({ input: { bookingId: at.get('booking'), code: said.trim() } });
    if (!outcome.ok) return setProblem(outcome.problem.message);
    toast(t('checkedIn', { name: outcome.made.space?.name ?? '' }));
    void go('/bookings');
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    setProblem(null);
    void say(code);
  }
  return (
    <Page title={t('scanTile')} back="/services">
      <Camera onRead={(read) => void say(read)} />
      <form className="card" onSubmit={submit}>
        <Field label={t('code')} hint={t('codeHint')} fault={problem} required autoComplete="off" autoCapitalize="none" value={code} onChange={(event) => setCode(event.target.value)} />
        <button type="submit" className="button" style={{ width: '100%' }} disabled={isBusy} aria-busy={isBusy}>{t('checkIn')}</button>
      </form>
    </Page>
  );
}

function Camera({ onRead }: { onRead: (said: string) => void }) {
  const { t } = useTranslation('spaces');
  const video = useRef<HTMLVideoElement>(null);
  const [isOn, setIsOn] = useState(false);
  const [refused, setRefused] = useState(false);
  const read = useRef(onRead);
  useEffect(() => void (read.current = onRead));
  useEffect(() => {
    if (!isOn) return;
    let stream: MediaStream | null = null;
    let ticking: ReturnType<typeof setInterval> | undefined;
    let ended = false;
    void (async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      } catch {
        setRefused(true);
        setIsOn(false);
        return;
      }
      const { current } = video;
      if (ended || !current) return stream.getTracks().forEach((track) => track.stop());
      current.srcObject = stream;
      await current.play().catch(() => undefined);
      const detector = new (detectorClass()!)({ formats: ['qr_code'] });
      ticking = setInterval(() => {
        void detector.detect(current).then((found) => {
          if (!found[0] || ended) return;
          setIsOn(false);
          read.current(found[0].rawValue);
        }).catch(() => undefined);
      }, EVERY_MS);
    })();
    return () => {
      ended = true;
      clearInterval(ticking);
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, [isOn]);
  if (!detectorClass()) return <p className="soft">{t('noCamera')}</p>;
  if (isOn) return <video ref={video} className="viewer" muted playsInline aria-label={t('camera')} />;
  return (
    <section className="card">
      <p className="soft">{t(refused ? 'cameraRefused' : 'cameraHint')}</p>
      <button type="button" className="button" onClick={() => setIsOn(true)}>{t('openCamera')}</button>
    </section>
  );
}
