import { lazy, Suspense } from 'react';
import type { Control } from './Calendar';

// The calendar weighs as much as a whole page, which need not wait for it.
const Calendar = lazy(() => import('./Calendar'));

/** A day as YYYY-MM-DD: what is picked is that day in Shanghai, whatever the device thinks. */
export function DayPicker(control: Control) {
  return (
    <Suspense fallback={<span className="coming" style={{ width: control.width ?? '100%' }} />}>
      <Calendar {...control} />
    </Suspense>
  );
}
