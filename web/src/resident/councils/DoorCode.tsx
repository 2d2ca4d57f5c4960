import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { now } from '../../core/format';
import { Quiet } from '../parts/States';
import { CouncilDoorCodeDocument } from './councils.gen';

const GRACE_MS = 300;

/** What is shown at the door; it asks for the next one as soon as that is there. */
export function DoorCode({ id }: { id: string }) {
  const { t } = useTranslation('councils');
  const reading = useData(CouncilDoorCodeDocument, { id }, { policy: 'network-only' });
  const changesAt = reading.kind === 'data' ? (reading.data.council?.myDoorCode?.changesAt ?? null) : null;
  const { again } = reading;
  const ask = useRef(again);
  useEffect(() => void (ask.current = again));
  useEffect(() => {
    if (!changesAt) return undefined;
    const timer = setTimeout(() => ask.current(), Math.max(GRACE_MS, Date.parse(changesAt) - now().getTime() + GRACE_MS));
    return () => clearTimeout(timer);
  }, [changesAt]);
  return (
    <Quiet of={reading}>
      {({ council }) => council?.myDoorCode && (
        <p>
          <span className="small soft">{t('doorCode')}</span>
          <br />
          <strong className="num" style={{ fontSize: 28, letterSpacing: '0.12em' }}>{council.myDoorCode.code}</strong>
        </p>
      )}
    </Quiet>
  );
}
