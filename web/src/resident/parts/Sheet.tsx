/** A sheet from below, for one question at a time; the browser's own dialog holds the focus. */
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Shown {
  open: boolean;
  title: string;
  /** Left out where the question has to be answered. */
  onClose?: () => void;
  children: ReactNode;
}

export function Sheet({ open, title, onClose, children }: Shown) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { t } = useTranslation();
  useEffect(() => {
    const { current } = dialog;
    if (open && !current?.open) current?.showModal();
    if (!open && current?.open) current.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby={id} onClose={onClose} onCancel={(event) => !onClose && event.preventDefault()}>
      <div className="sheet-body">
        <header><h2 id={id}>{title}</h2>{onClose && <button type="button" className="quiet" onClick={onClose}>{t('act.close')}</button>}</header>
        {open && children}
      </div>
    </dialog>
  );
}

/** A question whose yes changes something; it names what it is about. */
export function Sure({ open, title, hint, yes, danger = false, busy, onYes, onClose }: { open: boolean; title: string; hint?: ReactNode; yes: string; danger?: boolean; busy: boolean; onYes: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Sheet open={open} title={title} onClose={onClose}>
      {hint && <div className="soft">{hint}</div>}
      <div className="buttons">
        <button type="button" className={danger ? 'button danger' : 'button'} disabled={busy} aria-busy={busy} onClick={onYes}>{yes}</button>
        <button type="button" className="button plain" disabled={busy} onClick={onClose}>{t('act.cancel')}</button>
      </div>
    </Sheet>
  );
}
