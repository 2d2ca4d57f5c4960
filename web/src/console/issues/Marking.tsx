import { Button } from 'antd';
import { useState, type CSSProperties, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { between, LEAST, NEW, nudged, pointOn, type Area, type Point } from './areas';

const MOST = 40;
const percent = (share: number): string => `${share * 100}%`;
const placed = (area: Area): CSSProperties => ({ left: percent(area.left), top: percent(area.top), width: percent(area.width), height: percent(area.height) });

/** A picture on which areas are drawn with the pointer, or added and moved by keys. */
export function Marking({ path, alt, areas, onChange }: { path: string; alt: string; areas: readonly Area[]; onChange: (areas: readonly Area[]) => void }) {
  const { t } = useTranslation('issues');
  const [drawn, setDrawn] = useState<{ from: Point; to: Point } | null>(null);
  const at = (event: PointerEvent<HTMLElement>): Point => pointOn(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY);
  const isFull = areas.length >= MOST;
  function begin(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0 || isFull) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrawn({ from: at(event), to: at(event) });
  }
  function finish(): void {
    const area = drawn && between(drawn.from, drawn.to);
    setDrawn(null);
    if (area && area.width >= LEAST && area.height >= LEAST) onChange([...areas, area]);
  }
  const without = (gone: number): readonly Area[] => areas.filter((_, index) => index !== gone);
  return (
    <>
      <div
        className="marking"
        onPointerDown={begin}
        onPointerMove={(event) => drawn && setDrawn({ from: drawn.from, to: at(event) })}
        onPointerUp={finish}
        onPointerCancel={() => setDrawn(null)}
      >
        <img src={path} alt={alt} draggable={false} />
        {areas.map((area, index) => (
          <button
            key={index}
            type="button"
            style={placed(area)}
            aria-label={t('photo.area', { number: index + 1 })}
            onPointerDown={(event) => event.stopPropagation()}
            onKeyDown={(event) => {
              const next = nudged(area, event.key, event.shiftKey);
              if (event.key === 'Delete' || event.key === 'Backspace') onChange(without(index));
              else if (next) onChange(areas.map((one, other) => (other === index ? next : one)));
              else return;
              event.preventDefault();
            }}
          >
            {index + 1}
          </button>
        ))}
        {drawn && <span style={placed(between(drawn.from, drawn.to))} />}
      </div>
      <div className="marks">
        <Button size="small" disabled={isFull} onClick={() => onChange([...areas, NEW])}>{t('photo.add')}</Button>
        {areas.map((_, index) => (
          <Button key={index} size="small" type="text" onClick={() => onChange(without(index))}>{t('photo.remove', { number: index + 1 })}</Button>
        ))}
      </div>
    </>
  );
}
