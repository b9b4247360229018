"""Typed holds and reasons to ignore: what each code means and what cures it. The docs tables are generated from here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HoldCode:
    """A reason to hold one order for one destination. ``heals``: it is built again when something that could heal it changed, and let go."""

    code: str
    means: str
    cure: str
    heals: bool = True

    @property
    def every_run(self) -> bool:
        """Its cause lies where settings and master data do not show it: every run builds the order again."""
        return self.code in _EVERY_RUN


# VIES, the catalogue and the transactions in Wix, and what a check compares, change without a change of the order.
_EVERY_RUN = frozenset({
    "VIES_UNAVAILABLE", "BLANK_SKU", "CHECK_FAILED", "REFUND_UNCLEAR", "PAYMENTS_DIFFER", "ONLY_AUTHORIZED", "CANCELED_BUT_PAID", "CHARGEBACK",
    "MALFORMED_ORDER", "FULFILMENTS_UNKNOWN",
})  # fmt: skip

# What Wix has is not here: deciding the order anew changes nothing, it must be taken first (and what was erased, lifted before).
NEVER_RETRIED = frozenset({"ORDER_NOT_LANDED", "DATA_ERASED"})

_CODES = (
    HoldCode("MALFORMED_ORDER", "a field that the flow needs is missing or breaks Wix's contract", "Correct the order in Wix, or report the field if Wix is right."),
    HoldCode("UNKNOWN_STATUS", "no line of the status table fits the order's three statuses", "Add a line for this combination to status_rules.csv."),
    HoldCode("STATUS_NEEDS_PERSON", "the status table says that a person decides", "Decide in Holded or MyParcel by hand, then ignore the hold, or change status_rules.csv."),
    HoldCode("NO_DOCUMENT_RULE", "no line of the store's document choice fits the order, or it chose a receipt where the law asks for an invoice", "Add a line for such orders to holded.documents of the store."),
    HoldCode("CHECK_FAILED", "a data-quality rule failed for this order", "Open the quality report of the run; the rule names what was expected."),
    HoldCode("UNKNOWN_SKU", "no Holded product has this SKU", "Create the product in Holded, correct the SKU in Wix, or add a line to sku_aliases.csv."),
    HoldCode("BLANK_SKU", "an item has no SKU, neither on the line nor in the Wix catalogue", "Give the product a SKU in Wix, or allow plain lines in the store's settings."),
    HoldCode("DUPLICATE_SKU", "several Holded products share this SKU", "Make the SKU unique in Holded, or name the product id in sku_aliases.csv."),
    HoldCode("NO_TAX_KEY", "no line of the tax table fits treatment, country, rate and date", "Create the tax in Holded and add its key to taxes.csv."),
    HoldCode("TAX_INCONSISTENT", "Wix's tax amount and tax rate of a line contradict each other", "Check the tax settings of the product in Wix."),
    HoldCode("TOTAL_MISMATCH", "the parts of the Wix order do not add up to its total", "Compare the order in Wix; book it by hand if Wix keeps it so."),
    HoldCode("TOTAL_UNREACHABLE", "no net price reaches the total to the cent under Holded's rounding, and the store's policy is to hold", "Set rounding.policy to accept or line, or book by hand."),
    HoldCode("REMOTE_TOTAL_DIFFERS", "Holded computed another total than Wix; the draft was deleted", "Compare the taxes of the account with taxes.csv and the rounding rule.", heals=False),
    HoldCode("CURRENCY_NOT_CONFIGURED", "the order's currency is not in the store's list", "Add the currency to the store's settings, or book by hand."),
    HoldCode("CONTACT_INCOMPLETE", "the document needs a contact and the order has neither tax id nor e-mail", "Set a generic contact for the store, or book by hand."),
    HoldCode("CONTACT_AMBIGUOUS", "several Holded contacts fit", "Merge the contacts in Holded, then retry.", heals=False),
    HoldCode("CONTACT_MISSING", "the document needs a contact, none in Holded fits, and contacts.create makes none for such a buyer", "Make the contact in Holded, then retry, or set contacts.create.", heals=False),
    HoldCode("GIFT_CARD_LINE", "a gift card was sold; its tax treatment is the bookkeeper's choice", "Book by hand, or set how gift cards are booked."),
    HoldCode("ORDER_CHANGED_AFTER_BOOKING", "money or status of the order changed after its document was made", "Correct the document in Holded by hand, then ignore the hold.", heals=False),
    HoldCode("ORDER_CHANGED_AFTER_APPROVAL", "money of the order changed after its document was approved", "Correct it by credit note and new document in Holded, then ignore the hold; or set edits.approved to propose."),
    HoldCode("CANCELED_AFTER_APPROVAL", "the order was cancelled, never paid, and its document is approved", "Cancel or correct the document in Holded, or set cancellations.approved_unpaid."),
    HoldCode("DATE_GOES_BACK", "the document's date is before that of the newest approved one of its kind, and the store's policy is to hold", "Set holded.late_documents to move, or book by hand with a date that fits.", heals=False),
    HoldCode("PERIOD_CLOSED", "the document's date is in a closed period", "Set closed_period.documents to move, or trigger the run with the flag closed_period."),
    HoldCode("NO_TREASURY", "no treasury account is named for the payment method", "Add the method to payments.treasuries, or set payments.treasury_id."),
    HoldCode("PAYMENTS_DIFFER", "the payments that Wix names are more than the document, or less although Wix calls the order paid", "Compare the payments of the order in Wix with the document; register the difference by hand, then ignore the hold."),
    HoldCode("SERIES_BROKEN", "the numbers of a series have a gap, a duplicate, a date that goes back, or the wrong series", "Compare the series in Holded; tell the bookkeeper.", heals=False),
    HoldCode("STOCK_MOVED_TWICE", "the units of the sales order were sent, and Holded has a receipt or invoice of the same order that was not made out of it: both take the stock", "In Holded, delete that draft, or credit it, and convert the sales order instead; or give the units back by hand. Then ignore the hold.", heals=False),
    HoldCode("HOLDED_REJECTED", "Holded refused the content", "Read what Holded says of the field, correct it, then retry.", heals=False),
    HoldCode("OUTCOME_UNCLEAR", "a write's answer was lost and the look-up could not settle it", "Compare by hand in the remote, then retry or ignore.", heals=False),
    HoldCode("DUPLICATE_REMOTE", "the remote holds more than one object with our marker", "Delete the spare draft or concept by hand, then retry.", heals=False),
    HoldCode("DATA_ERASED", "Wix changed an order whose personal data was erased at a person's request; its documents and parcels were left alone", "Correct the document by hand in Holded, then ignore the hold; or let the data come back: order-sync erase STORE --order NUMBER --lift, then trigger wix_orders with the number.", heals=False),
    HoldCode("DELETED_REMOTELY", "the object that we made is gone at the remote", "Retry to make it again, or ignore.", heals=False),
    HoldCode("DOCUMENT_EDITED", "a document in Holded is not any more what was made: a person changed its total, date, contact or lines, or canceled it", "Put it back in Holded, and the hold closes by itself at the next comparison; or ignore the hold: the change is accepted, and the order goes on.", heals=False),
    HoldCode("DOCUMENT_UNKNOWN", "Holded has a document with our marker that the ledger does not know", "Delete the spare document in Holded, or take its tag off; or ignore the hold if it is wanted: the order goes on.", heals=False),
    HoldCode("ORDER_NOT_LANDED", "Wix lists the order, or a newer version of it, and no run has taken it", "Trigger wix_orders of the store with this order number; the hold closes by itself at the next comparison.", heals=False),
    HoldCode("TOTALS_DRIFT", "the order's total is not the same in Wix, here and in Holded, and nothing explains the difference", "Compare the three totals of the order (Reports, Reconcile); correct the wrong one. Ignoring the hold accepts the difference.", heals=False),
    HoldCode("PAYMENT_NEEDED", "MyParcel makes the label only after a payment: a prepaid account, or open invoices", "Pay the open amount in MyParcel's back office, then print again.", heals=False),
    HoldCode("LABEL_REFUSED", "MyParcel refuses to make the label of a shipment", "Open the shipment in MyParcel's back office, correct what it names, then retry or print it there.", heals=False),
    HoldCode("RETURN_REFUSED", "MyParcel refuses to make a return for a shipment", "Make the return in MyParcel's back office, or correct the shipment there; then ask again.", heals=False),
    HoldCode("REFUND_UNCLEAR", "Wix counts money as refunded that its transactions do not show, or a refund is no longer what its note says", "Compare the refunds of the order in Wix; book the note by hand if Wix keeps it so."),
    HoldCode("REFUND_TOO_LARGE", "the refunds of the order are more than its document", "Compare the refunds in Wix with the document, and book the rest by hand."),
    HoldCode("REFUND_WITHOUT_LINES", "the refund names an amount only, and the store's policy is to hold", "Set refunds.amount_only to prorate, or book the note by hand."),
    HoldCode("REFUND_NEEDS_PERSON", "the store's settings make no notes of refunds", "Book the note by hand, or set refunds.notes."),
    HoldCode("STORE_CREDIT", "the refund was given as store credit; whether it is a voucher or a price reduction is the bookkeeper's choice", "Book it by hand, then ignore the hold."),
    HoldCode("ADDRESS_INCOMPLETE", "a part of the delivery address is missing", "Complete the address in Wix."),
    HoldCode("ADDRESS_UNCLEAR", "street and house number cannot be told apart with certainty", "Write street and number apart in Wix; our guess and the line: order-sync explain STORE NUMBER --show-personal."),
    HoldCode("ADDRESS_NOT_SERVED", "the carrier does not deliver to such a place: PO box, parcel locker, military post, poste restante", "Ask the buyer for a street address and write it in Wix, or choose a carrier that goes there in shipping_rules.csv."),
    HoldCode("CUSTOMS_INCOMPLETE", "the parcel leaves the EU customs area and customs data is missing", "Fill the field that is named in products.csv, for that SKU, or give a default in myparcel.customs; then it goes by itself. An order in another currency than EUR: ship it by hand."),
    HoldCode("TERRITORY_PARKED", "the destination is a special customs or tax territory", "Ship by hand with the customs papers of the territory, or let such orders go with a customs declaration: myparcel.customs.territories."),
    HoldCode("PICKUP_POINT_UNKNOWN", "Wix gives no location code for the chosen pickup point", "Make the shipment by hand in MyParcel."),
    HoldCode("WEIGHT_OUT_OF_RANGE", "the parcel is heavier than its package type allows", "Ship by hand, or correct the weights in Wix."),
    HoldCode("SHIPPING_RULE_ILLEGAL", "the carrier does not take what a line of shipping_rules.csv, or the store's settings, ask for such a parcel", "Correct that line of shipping_rules.csv, or add one for such orders above it."),
    HoldCode("SIZE_OUT_OF_RANGE", "a piece is larger than the carrier takes", "Ship by hand, correct the sizes in products.csv, or choose another carrier for the SKU in shipping_rules.csv."),
    HoldCode("MYPARCEL_REJECTED", "MyParcel refused the content", "Read what MyParcel says of the field, correct it in Wix, then retry.", heals=False),
    HoldCode("CONCEPT_EDITED", "the order changed, and a person has edited its concept in MyParcel, which is never overwritten or deleted", "Bring the concept in line with the order by hand, or delete it in MyParcel; then retry. To keep it as it is, ignore the hold.", heals=False),
    HoldCode("ORDER_CHANGED_AFTER_LABEL", "the order changed after the label of its parcel was made", "Take the parcel out, have the label credited in MyParcel and ship by hand; or let it go and ignore the hold.", heals=False),
    HoldCode("CANCELED_AFTER_LABEL", "the order was cancelled or refunded after the label of its parcel was made", "Take the parcel out and have the label credited in MyParcel; if it has left, wait for its return; then ignore the hold.", heals=False),
    HoldCode("FULFILLED_ELSEWHERE", "a person fulfilled the order in Wix without a tracking number while its concept waits for a label", "If the goods have left otherwise, delete the concept in MyParcel; if not, print it; then ignore the hold.", heals=False),
    HoldCode("DOUBLE_SHIPMENT", "MyParcel's own Wix link has imported the order too", "Switch the Wix link off in MyParcel (Integratie, Externe koppelingen), delete one of the two concepts there, then ignore the hold.", heals=False),
    HoldCode("PARTLY_REFUNDED", "something of the order was refunded, and what is left to ship is a person's choice or cannot be told", "Set myparcel.partly_refunded to ship, or ship by hand and ignore the hold."),
    HoldCode("FULFILMENTS_UNKNOWN", "Wix calls the order partly fulfilled, and its list of fulfilments does not show by whom: it leaves the order out, or names a number that may be of our own parcel", "Nothing: Wix is asked again every run, and what is at MyParcel stays as it is. If it stays so, compare the fulfilments of the order in Wix."),
    HoldCode("WIX_REJECTED", "Wix refused the fulfilment", "Add the tracking number in Wix by hand, then ignore the hold.", heals=False),
    HoldCode("PARCEL_LOST", "a parcel had a label and then no news for tracking.lost_days", "Ask the carrier for the parcel. News closes the hold by itself.", heals=False),
    HoldCode("PARCEL_RETURNED", "the carrier brings a parcel back to the sender", "Tell the buyer; refund the order in Wix or ship again by hand, then ignore the hold.", heals=False),
    HoldCode("PARCEL_STOPPED", "a label expired, was cancelled, or was taken back after Wix was told its number", "Make a new label in MyParcel and correct the number in Wix by hand, then ignore the hold.", heals=False),
    HoldCode("CANCELED_BUT_PAID", "the order was cancelled and the buyer's money was not paid back", "Pay it back in Wix: the note follows by itself; or book it by hand and ignore the hold."),
    HoldCode("CHARGEBACK", "the payment was charged back", "Decide with the payment provider; book the loss or the credit note by hand, then ignore the hold."),
    HoldCode("ONLY_AUTHORIZED", "the payment is held at the provider and not captured: it is no income yet", "Capture or void the payment in Wix; the order goes on by itself."),
    HoldCode("VAT_NUMBER_INVALID", "the buyer's VAT number is not well formed, or VIES says that it is not valid", "Ask the buyer for the number, correct it in Wix, or charge VAT."),
    HoldCode("VIES_UNAVAILABLE", "VIES did not answer and the store's settings ask for its answer", "Nothing: it is asked again every run."),
)  # fmt: skip

# What a change of an order meets that is at MyParcel already; the field names the shipment.
CHANGE_CODES = ("CONCEPT_EDITED", "ORDER_CHANGED_AFTER_LABEL", "CANCELED_AFTER_LABEL", "FULFILLED_ELSEWHERE")

HOLD_CODES: dict[str, HoldCode] = {hold.code: hold for hold in _CODES}

IGNORE_REASONS: dict[str, str] = {
    "NOT_PAID_YET": "receipts, invoices and parcels wait for the payment; a later change is taken up by itself",
    "NOT_ORDERED": "Wix has not approved the order, or it was rejected",
    "CANCELED": "the order was cancelled: nothing more is made for it",
    "FULLY_REFUNDED": "the money went back: nothing more is made for it",
    "NOTHING_LEFT": "what is not refunded was fulfilled by others",
    "ALREADY_FULFILLED": "Wix already counts the order as fulfilled",
    "NOT_PHYSICAL": "nothing in the order is shippable",
    "STORE_PICKUP": "the buyer collects the order in the shop",
    "DESTINATION_OFF": "the store's settings leave this destination out",
    "IGNORED_BY_PERSON": "a person chose to ignore the hold",
    "ERASED": "an older order of a buyer whose personal data was erased: landed later, with its amounts alone",
    "HISTORY": "taken over as history: known, and booked only where drafts of its years were asked for",
    "FREE_ORDER": "the order's total is zero and the store's settings book no free orders",
}
