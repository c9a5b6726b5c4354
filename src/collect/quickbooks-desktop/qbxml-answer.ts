import type { CompanySettings } from '#src/core/books/desktop-company.ts';
import type { QuickBooksAccount } from '#src/core/books/quickbooks-account.ts';
import { parseBasis } from '#src/core/books/statement.ts';
import { childOf, childrenOf, parseXml, textAt, type XmlElement, XmlError } from './xml.ts';

/** The answer to one message of a request. */
export interface QbxmlMessage {
  /** `AccountQueryRs` */
  readonly name: string;
  readonly requestId: string | null;
  readonly element: XmlElement;
  /** Why QuickBooks refused it; null where it did not. */
  readonly refusal: string | null;
}

/** A document that is no answer of QuickBooks. The message is for a person. */
export class QbxmlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'QbxmlError';
  }
}

/** @throws QbxmlError for a document that is cut off, not well-formed, or no answer */
export function readMessages(document: string): QbxmlMessage[] {
  const root = parseAnswer(document);
  const messages = childOf(root.name === 'QBXML' ? root : null, 'QBXMLMsgsRs')?.children ?? [];
  if (messages.length === 0) throw new QbxmlError('QuickBooks sent no answer that can be read');
  return messages.map((element) => ({
    name: element.name,
    requestId: element.attributes['requestID'] ?? null,
    element,
    refusal: refusalOf(element),
  }));
}

function parseAnswer(document: string): XmlElement {
  try {
    return parseXml(document.trim());
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new QbxmlError(`The answer of QuickBooks cannot be read: ${error.message}`);
  }
}

/** The severity decides: a status above 0 is often only a note, such as 1 for a list without entries. */
function refusalOf({ attributes }: XmlElement): string | null {
  const { statusSeverity = '', statusCode = '?', statusMessage = '' } = attributes;
  if (statusSeverity.toLowerCase() !== 'error') return null;
  return `QuickBooks refused the request (status ${statusCode}): ${statusMessage.trim() || 'no reason given'}`;
}

/** The chart of accounts; empty for a file without accounts. */
export function readAccounts({ element }: QbxmlMessage): QuickBooksAccount[] {
  return childrenOf(element, 'AccountRet').flatMap((account) => {
    const id = textAt(account, 'ListID');
    const fullName = textAt(account, 'FullName');
    if (id === null || fullName === null) return [];
    return [
      {
        ...{ id, fullName },
        number: textAt(account, 'AccountNumber'),
        type: textAt(account, 'AccountType') ?? '',
        specialType: textAt(account, 'SpecialAccountType'),
        isActive: textAt(account, 'IsActive') !== 'false',
      },
    ];
  });
}

/** What a company file says of itself. */
export interface CompanyReading {
  readonly name: string;
  /** The FileID under our OwnerID, a GUID without braces in lower case; null where the file has none. */
  readonly fileId: string | null;
  /** `YYYY-MM-DD`; null for none; undefined where the preferences could not be read. */
  readonly closingDate: string | null | undefined;
  readonly settings: CompanySettings;
}

/**
 * Reads host, company and preferences.
 * @param ownerId GUID without braces
 * @throws QbxmlError where the company is missing; its reason where QuickBooks refused to give it
 */
export function readCompany(messages: readonly QbxmlMessage[], ownerId: string): CompanyReading {
  const answer = messages.find(({ name }) => name === 'CompanyQueryRs');
  if (answer?.refusal) throw new QbxmlError(answer.refusal);
  const company = childOf(answer?.element ?? null, 'CompanyRet');
  const name = textAt(company, 'CompanyName') ?? textAt(company, 'LegalCompanyName');
  if (name === null) throw new QbxmlError('QuickBooks did not say which company file is open');
  const preferences = messages.find(({ name: of, refusal }) => of === 'PreferencesQueryRs' && refusal === null);
  const kept = childOf(preferences?.element ?? null, 'PreferencesRet');
  const closingDate = textAt(kept, 'AccountingPreferences', 'ClosingDate');
  return {
    name,
    fileId: fileIdOf(company, ownerId),
    closingDate: kept ? (/^\d{4}-\d{2}-\d{2}/.exec(closingDate ?? '')?.[0] ?? null) : undefined,
    settings: kept ? settingsOf(kept) : {},
  };
}

function fileIdOf(company: XmlElement | null, ownerId: string): string | null {
  const own = childrenOf(company, 'DataExtRet').find(
    (each) => plainGuid(textAt(each, 'OwnerID')) === plainGuid(ownerId) && textAt(each, 'DataExtName') === 'FileID',
  );
  return own ? plainGuid(textAt(own, 'DataExtValue')) : null;
}

/** A GUID in lower case, without braces. */
export function plainGuid(text: string | null): string | null {
  return text?.replace(/[{}\s]/g, '').toLowerCase() || null;
}

function settingsOf(preferences: XmlElement): CompanySettings {
  const flag = (...path: readonly string[]) => textAt(preferences, ...path) === 'true';
  return {
    usesAccountNumbers: flag('AccountingPreferences', 'IsUsingAccountNumbers'),
    summaryBasis: parseBasis(textAt(preferences, 'ReportsPreferences', 'SummaryReportBasis')),
    isAutomaticLoginAllowed: flag('CurrentAppAccessRights', 'IsAutomaticLoginAllowed'),
    isPersonalDataAccessAllowed: flag('CurrentAppAccessRights', 'IsPersonalDataAccessAllowed'),
  };
}
