import { useTranslation } from 'react-i18next';
import type { PlaceState } from '../../core/schema.gen';
import { PLACE_STATES } from './states';

interface Shown {
  counts: readonly { state: PlaceState; beds: number }[];
  chosen: PlaceState | null;
  onChoose: (state: PlaceState | null) => void;
}

/** What the tiles mean, with how many there are; a chosen state stands out on the map. */
export function Legend({ counts, chosen, onChoose }: Shown) {
  const { t } = useTranslation('rooms');
  const shown = PLACE_STATES.map((state) => ({ state, beds: counts.find((one) => one.state === state)?.beds ?? 0 })).filter((one) => one.beds > 0 || one.state === chosen);
  return (
    <div className="legend" role="group" aria-label={`${t('legend')}，${t('legendHint')}`}>
      {shown.map(({ state, beds }) => (
        <button key={state} type="button" aria-pressed={chosen === state} onClick={() => onChoose(chosen === state ? null : state)}>
          <span className={`swatch ${state}`} aria-hidden="true" />
          {t(`states.${state}`)}
          <b className="num">{beds}</b>
        </button>
      ))}
    </div>
  );
}
