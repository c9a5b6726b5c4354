import { z } from 'zod';

/**
 * The fields of QuickBooks Online's API responses that are used. Others are dropped, but for a report's, which `files` reads;
 * optional fields may also be null.
 */

/** Response of the token endpoint; lifetimes in seconds. */
export const tokenSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive().nullish(),
  x_refresh_token_expires_in: z.number().positive().nullish(),
});

/** Response of `GET /companyinfo/{realm}`. */
export const companyInfoSchema = z.object({
  CompanyInfo: z.object({ CompanyName: z.string().min(1), LegalName: z.string().nullish() }),
});

/** Response of `GET /preferences`. */
export const preferencesSchema = z.object({
  Preferences: z.object({
    AccountingInfoPrefs: z
      .object({ BookCloseDate: z.iso.date().nullish(), UseAccountNumbers: z.boolean().nullish() })
      .nullish(),
    ReportPrefs: z.object({ ReportBasis: z.string().nullish() }).nullish(),
    CurrencyPrefs: z.object({ HomeCurrency: z.object({ value: z.string().nullish() }).nullish() }).nullish(),
  }),
});

/** Response of `GET /query` for accounts; without any row there is no `Account`. */
export const accountsSchema = z.object({
  QueryResponse: z.object({
    Account: z
      .array(
        z.object({
          Id: z.string().min(1),
          Name: z.string(),
          FullyQualifiedName: z.string().nullish(),
          AcctNum: z.string().nullish(),
          AccountType: z.string().nullish(),
          AccountSubType: z.string().nullish(),
          Active: z.boolean().nullish(),
        }),
      )
      .nullish(),
  }),
});

/** Response of `GET /reports/ProfitAndLoss`: what is compared with the request. The whole report is kept. */
export const reportSchema = z.looseObject({
  Header: z.looseObject({
    StartPeriod: z.string().nullish(),
    EndPeriod: z.string().nullish(),
    ReportBasis: z.string().nullish(),
    Currency: z.string().nullish(),
  }),
});

export type OnlineToken = z.infer<typeof tokenSchema>;
export type OnlineCompanyInfo = z.infer<typeof companyInfoSchema>['CompanyInfo'];
export type OnlinePreferences = z.infer<typeof preferencesSchema>['Preferences'];
export type OnlineAccountRow = NonNullable<z.infer<typeof accountsSchema>['QueryResponse']['Account']>[number];
export type OnlineReport = z.infer<typeof reportSchema>;
