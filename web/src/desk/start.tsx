/** How a desk face begins: its words, its session, its look, its routes. */
import { StrictMode, useMemo, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { NuqsAdapter } from 'nuqs/adapters/react-router/v8';
import { BrowserRouter } from 'react-router';
import { Provider } from 'urql';
import { begin, type Face } from '../core/auth/session';
import { useSession } from '../core/auth/useSession';
import { makeClient } from '../core/data/client';
import { beginWords, type Found } from '../core/i18n';
import { DeskTheme } from './theme';
import './desk.css';

/** A client for whoever is signed in where: another seat begins with nothing read. */
export function Data({ children }: { children: ReactNode }) {
  const { me, seat } = useSession();
  const whose = `${me?.accountId ?? ''} ${seat?.key ?? ''}`;
  const client = useMemo(() => ({ whose, made: makeClient() }), [whose]);
  return <Provider key={whose} value={client.made}>{children}</Provider>;
}

export async function start(face: Face, words: { chinese: Found; english: Found }, children: ReactNode): Promise<void> {
  await beginWords(words.chinese, words.english);
  const root = createRoot(document.getElementById('root')!);
  root.render(
    <StrictMode>
      <BrowserRouter basename={`/${face.name}`}>
        <NuqsAdapter>
          <DeskTheme>
            <Data>{children}</Data>
          </DeskTheme>
        </NuqsAdapter>
      </BrowserRouter>
    </StrictMode>,
  );
  await begin(face);
}
