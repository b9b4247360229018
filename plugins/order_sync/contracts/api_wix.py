"""What Wix's answers looked like when this was written (Wix contract, sections 2 to 4). Forms are explained in contracts/api_forms.py."""

from __future__ import annotations

MONEY = {"amount!": "text", "formattedAmount": "text"}
SIGNED = MONEY
_BREAKDOWN = {
    "jurisdiction": "text", "jurisdictionType": "text:UNDEFINED COUNTRY STATE COUNTY CITY SPECIAL", "rate": "text", "taxAmount": MONEY, "taxType": "text",
    "taxName": "text", "taxableAmount": MONEY, "nonTaxableAmount": MONEY, "aggregatedTaxAmount": MONEY, "taxId": "text",
}  # fmt: skip
TAX = {
    "taxAmount": MONEY, "taxableAmount": MONEY, "taxRate": "text", "taxGroupId": "text", "taxIncludedInPrice": "bool", "taxBreakdown": [_BREAKDOWN],
    "manualTaxRate": "any", "taxExempt": "bool",
}  # fmt: skip
TAX_DETAILS = {"taxableAmount": MONEY, "taxRate": "text", "totalTax": MONEY, "rateBreakdown": "any"}
TEXTS = {"original": "text", "translated": "text", "code": "text"}
STREET = {"number": "text", "name": "text", "apt": "text", "formattedAddressLine": "text"}
ADDRESS = {
    "country": "text", "subdivision": "text", "city": "text", "postalCode": "text", "streetAddress": STREET, "addressLine": "text", "addressLine1": "text",
    "addressLine2": "text", "geocode": "any", "countryFullname": "text", "subdivisionFullname": "text",
}  # fmt: skip
CONTACT = {
    "firstName": "text", "lastName": "text", "phone": "text", "company": "text", "vatId": {"id": "text", "type": "text:UNSPECIFIED CPF CNPJ"},
}  # fmt: skip
PLACE = {"address": ADDRESS, "contactDetails": CONTACT}
LINE = {
    "id!": "text", "productName!": TEXTS, "catalogReference": {"catalogItemId": "text", "appId": "text", "options": "any"}, "quantity!": "number",
    "price": MONEY, "priceBeforeDiscounts": MONEY, "totalDiscount": MONEY, "lineItemPrice": MONEY, "totalPrice": MONEY, "totalPriceBeforeTax": MONEY,
    "totalPriceAfterTax": MONEY, "taxInfo": TAX, "taxDetails": TAX_DETAILS,
    "physicalProperties": {"sku": "text", "weight": "number", "shippable": "bool"},
    "itemType": {"preset": "text:UNRECOGNISED PHYSICAL DIGITAL GIFT_CARD SERVICE", "custom": "text"},
    "fulfillerId": "text", "refundQuantity": "number", "restockQuantity": "number",
    "paymentOption": "text:FULL_PAYMENT_ONLINE FULL_PAYMENT_OFFLINE MEMBERSHIP DEPOSIT_ONLINE MEMBERSHIP_OFFLINE MEMBERSHIP_ONLINE_WITH_OFFLINE_REMAINDER",
    "depositAmount": MONEY, "descriptionLines": [{"name": TEXTS, "plainText": TEXTS, "colorInfo": TEXTS, "plainTextValue": TEXTS, "lineType": "text"}],
    "image": "any", "digitalFile": "any", "subscriptionInfo": "any", "locations": "any", "decimalQuantity": "any", "modifierGroups": "any",
    "priceDescription": "any", "priceUndetermined": "bool", "fixedQuantity": "bool", "taxableAddress": "any", "extendedFields": "any",
    "rootCatalogItemId": "text", "customLineItem": "any", "serviceProperties": "any",
}  # fmt: skip
FEE = {
    "id": "text", "code": "text", "name": "text", "price": MONEY, "priceBeforeTax": MONEY, "priceAfterTax": MONEY, "taxInfo": TAX, "taxDetails": TAX_DETAILS,
    "providerAppId": "text", "lineItemIds": ["text"], "source": "text:SERVICE_PLUGIN ITEM MANUAL SHIPPING PLATFORM", "taxableAddress": "any",
}  # fmt: skip
SHIPPING = {
    "carrierId": "text", "code": "text", "title": "text", "region": {"name": "text"},
    "logistics": {
        "shippingDestination": PLACE, "pickupDetails": {"address": ADDRESS, "pickupMethod": "text:STORE_PICKUP PICKUP_POINT UNKNOWN_METHOD"},
        "deliveryTime": "text", "instructions": "text", "deliveryTimeSlot": {"from": "text", "to": "text"}, "deliverByDate": "text",
    },
    "cost": {
        "price": MONEY, "totalPriceBeforeTax": MONEY, "totalPriceAfterTax": MONEY, "taxInfo": TAX, "discount": MONEY, "taxDetails": TAX_DETAILS,
    },
}  # fmt: skip
SUMS = {
    "subtotal": MONEY, "shipping": MONEY, "tax": MONEY, "discount": MONEY, "total": MONEY, "totalAdditionalFees": MONEY, "totalPrice": MONEY,
    "totalWithGiftCard": MONEY, "totalWithoutGiftCard": MONEY,
}  # fmt: skip
BALANCE = dict.fromkeys(
    ("balance", "paid", "refunded", "authorized", "pendingRefund", "pending", "chargeback", "chargebackReversal", "platformFees",
     "totalMinusPlatformFees", "cashRoundingAdjustment"), MONEY,
)  # fmt: skip
ORDER = {
    "id!": "text", "number": "text", "createdDate!": "text", "updatedDate!": "text", "purchasedDate": "text", "lineItems!": [LINE],
    "buyerInfo!": {"visitorId": "text", "memberId": "text", "contactId": "text", "email": "text"},
    "status!": "text:INITIALIZED APPROVED CANCELED PENDING REJECTED",
    "paymentStatus!": "text:UNSPECIFIED NOT_PAID PAID PARTIALLY_REFUNDED FULLY_REFUNDED PENDING PARTIALLY_PAID PENDING_MERCHANT CANCELED DECLINED "
    "AUTHORIZED PENDING_REFUND CHARGED_BACK",
    "fulfillmentStatus!": "text:NOT_FULFILLED FULFILLED PARTIALLY_FULFILLED", "buyerLanguage": "text", "siteLanguage": "text",
    "weightUnit": "text:UNSPECIFIED_WEIGHT_UNIT KG LB", "currency!": "text", "taxIncludedInPrices": "bool",
    "currencyConversionDetails": {"originalCurrency": "text", "conversionRate": "text"}, "priceSummary!": SUMS, "billingInfo": PLACE,
    "recipientInfo": PLACE, "shippingInfo": SHIPPING, "buyerNote": "text", "archived!": "bool", "taxSummary": "any",
    "taxInfo": {"totalTax": MONEY, "taxBreakdown": [_BREAKDOWN], "taxExempt": "bool"}, "appliedDiscounts": "any", "additionalFees": [FEE],
    "activities": "any", "attributionSource": "text", "createdBy": "any",
    "channelInfo": {
        "type": "text:UNSPECIFIED WEB POS EBAY AMAZON OTHER_PLATFORM WIX_APP_STORE WIX_INVOICES BACKOFFICE_MERCHANT WISH CLASS_PASS GLOBAL_E FACEBOOK ETSY "
        "TIKTOK FAIRE_COM PAYPAL_AGENTIC_CHECKOUT STRIPE_AGENTIC_CHECKOUT",
        "externalOrderId": "text", "externalOrderUrl": "text",
    },
    "seenByAHuman": "bool", "checkoutId": "text", "purchaseFlowId": "text", "customFields": [{"title": "text", "translatedTitle": "text", "value": "any"}],
    "extendedFields": "any", "balanceSummary": BALANCE, "payAfterFreeTrial": "any", "platformFeeSummary": "any", "tags": "any", "businessLocation": "any",
    "imported": "bool", "cartId": "text", "payNow": "any", "demo": "any", "settings": "any", "isInternalOrderCreate": "bool", "checkoutCustomFields": "any",
    "checkoutSettings": "any", "totals": "any", "refundability": "any", "transactionStatus": "any",
}  # fmt: skip
PAYMENT = {
    "id!": "text", "createdDate": "text", "updatedDate": "text", "amount": MONEY, "refundDisabled": "bool", "supportReceiptGeneration": "bool",
    "cashRounding": "any", "chargeCorrelationId": "text",
    "status": "text:APPROVED PENDING PENDING_MERCHANT CANCELED DECLINED REFUNDED PARTIALLY_REFUNDED AUTHORIZED VOIDED",
    "regularPaymentDetails": {
        "paymentOrderId": "text", "gatewayTransactionId": "text", "providerTransactionId": "text", "offlinePayment": "bool", "paymentMethodName": "any",
        "creditCardDetails": "any", "authorizationDetails": "any", "chargebacks": "any", "platformFee": "any", "savedPaymentMethod": "bool",
        "paymentMethod": "text", "status": "text", "paymentProvider": "text",
    },
    "giftcardPaymentDetails": "any", "membershipPaymentDetails": "any",
}  # fmt: skip
REFUND = {
    "id!": "text", "createdDate": "text", "requestingServiceAppId": "text",
    "transactions": [{
        "paymentId": "text", "amount": MONEY, "refundStatus": "text:PENDING SUCCEEDED FAILED SCHEDULED STARTED", "refundStatusInfo": "any",
        "gatewayRefundId": "text", "providerRefundId": "text", "externalRefund": "bool",
    }],
    "details": "any", "summary": "any",
}  # fmt: skip
FULFILLMENT = {
    "id!": "text", "createdDate": "text", "lineItems!": [{"id!": "text", "quantity": "number"}],
    "trackingInfo": {"trackingNumber": "text", "shippingProvider": "text", "trackingLink": "text"}, "customInfo": "any",
    "status": "text:Pending Accepted Ready In_Delivery Fulfilled", "completed": "bool",
}  # fmt: skip

WIX = {
    "POST /ecom/v1/orders/search": ("orders", ORDER),
    "GET /ecom/v1/orders/{id}": ("order", ORDER),
    "POST /ecom/v1/payments/list-by-ids": ("orderTransactions", {"orderId!": "text", "payments": [PAYMENT], "refunds": [REFUND]}),
    "POST /ecom/v1/fulfillments/list-by-ids": ("ordersWithFulfillments", {"orderId!": "text", "fulfillments": [FULFILLMENT]}),
}  # fmt: skip
